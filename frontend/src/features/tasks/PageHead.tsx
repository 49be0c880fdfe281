import { SquareCheck } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { IconButton } from '@/components/Button';
import { Title } from '@/components/Title';
import { useWords, type Words } from '@/lib/words';
import { addressOf, hasWords, listOf, sortOf, sorts, type Question, type Sort } from './views';
import { go } from './address';
import { SearchBox } from './SearchBox';

interface PageHeadProps {
    question: Question;
    /** How many were found by a search. */
    count: number | undefined;
    more: boolean;
    searchBox: Ref<HTMLInputElement>;
    selecting: boolean;
    onType: (text: string) => void;
    onSettle: (text: string) => void;
    onLeave: () => void;
    onSelect: () => void;
    children: ReactNode;
}

/** Stays at the upper edge: what this list is, search and order, and the line for a new task. */
export function PageHead({ question, count, more, searchBox, selecting, onType, onSettle, onLeave, onSelect, children }: PageHeadProps) {
    const words = useWords();
    const name = nameOf(question, words);

    return (
        <header className="sticky top-0 z-10 bg-paper pt-[max(0.75rem,env(safe-area-inset-top))] pb-2 md:pt-6">
            <Title>{name}</Title>
            <div className="mb-3 flex flex-wrap items-center gap-x-2 gap-y-2">
                <h1 tabIndex={-1} className="min-w-0 flex-1 basis-24 truncate px-1 text-xl leading-8 font-semibold tracking-tight md:text-2xl" dir="auto">{name}
                    {count !== undefined && <span role="status" className="ms-3 text-sm font-normal tracking-normal text-ink-soft">{words.list.found(count, more)}</span>}
                </h1>
                {/* A phone shows the search only while it is used; the bar at the bottom leads to it. */}
                <div className={`order-1 flex min-w-0 basis-full md:order-none md:basis-56 ${question.q ? '' : 'max-md:not-focus-within:sr-only'}`}>
                    <SearchBox key={listOf(question)} ref={searchBox} value={question.q} onType={onType} onSettle={onSettle} onLeave={onLeave} />
                </div>
                {question.view !== 'trash' && <select aria-label={words.list.sortBy} value={sortOf(question)}
                    onChange={event => go(addressOf({ ...question, sort: event.target.value as Sort }))}
                    className="min-h-9 max-w-36 rounded-lg border border-line bg-surface px-2 coarse:min-h-11">
                    {sorts.filter(sort => sort !== 'relevance' || hasWords(question)).map(sort => <option key={sort} value={sort}>{words.list.sorts[sort]}</option>)}
                </select>}
                <IconButton label={words.list.selectSeveral} aria-pressed={selecting} onClick={onSelect} className={selecting ? '!bg-accent-soft !text-accent-strong' : ''}>
                    <SquareCheck size={18} aria-hidden />
                </IconButton>
            </div>
            <div className="flex flex-col">{children}</div>
        </header>
    );
}

function nameOf({ view, tag, priority }: Question, words: Words): string {
    if (tag) return `#${tag}`;
    if (priority) return words.views.priority[priority];
    return words.views[view];
}
