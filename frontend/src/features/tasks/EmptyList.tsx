import { Hash, Flag, SearchX } from 'lucide-react';
import { Button } from '@/components/Button';
import { useWords } from '@/lib/words';
import { go } from './address';
import { viewIcons } from './Navigation';
import { addressOf, type Question } from './views';

/** An empty list says how it fills. */
export function EmptyList({ question: { view, tag, priority, q } }: { question: Question }) {
    const { empty } = useWords();
    const [Icon, words] = q.trim() ? [SearchX, empty.search] as const
        : tag ? [Hash, empty.tag] as const
            : priority ? [Flag, empty.priority] as const
                : [viewIcons[view], empty[view]] as const;
    return (
        <div className="flex flex-col items-center gap-2 px-6 py-20 text-center">
            <span className="mb-2 grid size-14 place-items-center rounded-full bg-accent-soft text-accent"><Icon size={26} strokeWidth={1.75} aria-hidden /></span>
            <p className="text-lg font-medium">{words.title}</p>
            <p className="max-w-sm text-ink-soft">{words.text}</p>
            {words === empty.all && <p className="text-ink-soft coarse:hidden">{empty.all.keys}</p>}
            {q.trim() && (view !== 'all' || tag || priority) &&
                <Button className="mt-2" onClick={() => go(addressOf({ q }))}>{empty.search.everywhere}</Button>}
        </div>
    );
}
