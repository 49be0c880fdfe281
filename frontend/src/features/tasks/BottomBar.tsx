import { Menu, Search, type LucideIcon } from 'lucide-react';
import { useWords } from '@/lib/words';
import { follow, viewIcons } from './Navigation';
import { addressOf, type Question } from './views';

const cell = 'flex min-h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-xs';

interface BottomBarProps {
    question: Question;
    onSearch: () => void;
    onMore: () => void;
}

/** The navigation of a phone, where the thumb is. */
export function BottomBar({ question, onSearch, onMore }: BottomBarProps) {
    const words = useWords();
    const button = (Icon: LucideIcon, name: string, press: () => void) =>
        <button type="button" onClick={press} className={`${cell} text-ink-soft`}><Icon size={21} aria-hidden /><span className="max-w-full truncate">{name}</span></button>;
    return (
        <nav aria-label={words.views.label} className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-paper px-[max(0.25rem,env(safe-area-inset-left))]
            pb-[env(safe-area-inset-bottom)]">
            {(['today', 'upcoming', 'all'] as const).map(view => {
                const here = question.view === view && !question.tag && !question.priority;
                const Icon = viewIcons[view];
                return <a key={view} href={addressOf({ view })} aria-current={here ? 'page' : undefined} onClick={event => follow(event, addressOf({ view }))}
                    className={`${cell} ${here ? 'font-medium text-accent' : 'text-ink-soft'}`}>
                    <Icon size={21} aria-hidden /><span className="max-w-full truncate">{view === 'all' ? words.views.allInShort : words.views[view]}</span>
                </a>;
            })}
            {button(Search, words.views.search, onSearch)}
            {button(Menu, words.views.more, onMore)}
        </nav>
    );
}
