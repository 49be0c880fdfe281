import { CalendarDays, CheckCheck, CircleUserRound, Flag, Hash, Inbox, Keyboard, Sun, Trash2, type LucideIcon } from 'lucide-react';
import { useMemo, type MouseEvent } from 'react';
import { isPlainClick, PageLink } from '@/components/PageLink';
import { useWords } from '@/lib/words';
import { go } from './address';
import { recount } from './overlay';
import { useSummary } from './queries';
import { priorities, sameTag } from './task';
import { addressOf, views, type Question, type View } from './views';
import { useWaiting, useWorkspace } from './WorkspaceProvider';

export const viewIcons: Record<View, LucideIcon> = { all: Inbox, today: Sun, upcoming: CalendarDays, completed: CheckCheck, trash: Trash2 };

const priorityColours = { High: 'text-high', Medium: 'text-control', Low: 'text-low' } as const;

interface NavigationProps {
    question: Question;
    today: string;
    onShortcuts: () => void;
    /** Something was chosen. */
    onGo?: () => void;
}

export function Navigation({ question, today, onShortcuts, onGo }: NavigationProps) {
    const words = useWords();
    const { username, id } = useWorkspace().account;
    const { waiting } = useWaiting();
    const { data } = useSummary(id, today);
    const summary = useMemo(() => data && recount(data, waiting), [data, waiting]);
    const counts = summary?.views;
    const countOf: Record<View, number | undefined> = {
        all: counts?.open, today: counts && counts.overdue + counts.today, upcoming: counts?.upcoming, completed: undefined, trash: undefined,
    };
    const plain = !question.tag && !question.priority;
    const entry = (to: Partial<Question>, here: boolean, Icon: LucideIcon, name: string, count?: number, colour = '') =>
        <Entry key={name} to={to} here={here} Icon={Icon} name={name} count={count} colour={colour} onGo={onGo} />;
    return (
        <div className="flex min-h-full flex-col gap-5 text-[0.9375rem]">
            <ul>{views.map(view => entry({ view }, plain && question.view === view, viewIcons[view], words.views[view], countOf[view]))}</ul>
            <section>
                <h2 className="px-3 pb-1 text-xs font-semibold text-ink-soft">{words.views.priorities}</h2>
                <ul>{priorities.map(priority => entry({ priority }, question.priority === priority, Flag, words.views.priority[priority],
                    summary?.priorities[priority], priorityColours[priority]))}</ul>
            </section>
            <section>
                <h2 className="px-3 pb-1 text-xs font-semibold text-ink-soft">{words.views.tags}</h2>
                {summary?.tags.length === 0 && <p className="px-3 py-1 text-sm text-ink-soft">{words.views.noTags}</p>}
                <ul>{summary?.tags.map(({ tag, count }) => entry({ tag }, question.tag !== undefined && sameTag(question.tag, tag), Hash, tag, count))}</ul>
            </section>
            <div className="mt-auto flex items-center gap-1 border-t border-line pt-3">
                <PageLink href="/account" className="flex min-h-9 min-w-0 flex-1 items-center gap-3 rounded-lg px-3 hover:bg-sunken coarse:min-h-11">
                    <CircleUserRound size={18} aria-hidden className="shrink-0 text-ink-soft" />
                    <span className="truncate">{username}</span><span className="sr-only">: {words.views.account}</span>
                </PageLink>
                <button type="button" onClick={onShortcuts} aria-label={words.commands.shortcuts} title={words.commands.shortcuts}
                    className="grid size-9 place-items-center rounded-lg text-ink-soft hover:bg-sunken hover:text-ink coarse:size-11">
                    <Keyboard size={18} aria-hidden />
                </button>
            </div>
        </div>
    );
}

interface EntryProps {
    to: Partial<Question>;
    here: boolean;
    Icon: LucideIcon;
    name: string;
    count?: number;
    colour: string;
    onGo?: () => void;
}

function Entry({ to, here, Icon, name, count, colour, onGo }: EntryProps) {
    const words = useWords();
    const address = addressOf(to);
    return (
        <li>
            <a href={address} aria-current={here ? 'page' : undefined} onClick={event => follow(event, address, onGo)}
                className={`flex min-h-9 items-center gap-3 rounded-lg px-3 coarse:min-h-11 ${here ? 'bg-accent-soft font-medium text-accent-strong' : 'hover:bg-sunken'}`}>
                <Icon size={18} aria-hidden className={`shrink-0 ${colour || (here ? '' : 'text-ink-soft')}`} />
                <span dir="auto" className="min-w-0 flex-1 truncate">{name}</span>
                {count !== undefined && count > 0 && <span className="text-[0.8125rem] text-ink-soft tabular-nums">
                    <span aria-hidden>{count}</span><span className="sr-only">{words.views.count(count)}</span>
                </span>}
            </a>
        </li>
    );
}

/** A click stays on the page; a click that asks for a new tab gets one. */
export function follow(event: MouseEvent, address: string, then?: () => void): void {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    go(address);
    window.scrollTo(0, 0);
    then?.();
}
