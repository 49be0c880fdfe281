import type { Refused } from '@/lib/api';
import { useLanguage } from '@/lib/words';
import { useSearchWords } from './searchWords';

/** Why a search cannot be done, perhaps because it is still being typed, and what can be typed. */
export function SearchMistake({ error }: { error: Refused }) {
    const language = useLanguage();
    const words = useSearchWords();
    const why = error.errors.q?.[0] ?? error.message;
    return (
        <div className="px-3 py-10 text-ink-soft">
            <p className="font-medium text-ink">{words.mistake}</p>
            {language === 'en' && <p className="mt-1 first-letter:uppercase">{why}</p>}
            <dl className="mt-6 grid grid-cols-[auto_1fr] gap-x-5 gap-y-1.5 text-sm">
                {words.examples.map(([typed, meaning]) => <div key={typed} className="contents">
                    <dt className="font-mono">{typed}</dt>
                    <dd>{meaning}</dd>
                </div>)}
            </dl>
        </div>
    );
}
