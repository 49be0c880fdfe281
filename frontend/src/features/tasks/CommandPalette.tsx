import { Autocomplete } from '@base-ui/react/autocomplete';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Circle, CircleCheck, Hash, Search } from 'lucide-react';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { Dialog } from '@/components/Dialog';
import { answerOf, api } from '@/lib/api';
import { useWords } from '@/lib/words';
import { findIn, tasksAtHand } from './find';
import { Keys } from './Shortcuts';
import { useKnownTags } from './useKnownTags';
import { addressOf } from './views';
import { useWaiting, useWorkspace } from './WorkspaceProvider';

export interface Command {
    id: string;
    group: 'actions' | 'goTo';
    label: string;
    keys?: string;
    icon?: ReactNode;
    run: () => void;
}

interface Entry extends Omit<Command, 'group'> {
    done?: boolean;
}

const mostTasks = 8;
const mostTags = 6;

interface CommandPaletteProps {
    /** What was typed before this was there. */
    typed: string;
    onClose: () => void;
    commands: Command[];
    onOpenTask: (id: number) => void;
    onGo: (address: string) => void;
}

/** Finds actions, views, tags and tasks by a few letters. */
export function CommandPalette({ typed: early, onClose, commands, onOpenTask, onGo }: CommandPaletteProps) {
    const words = useWords();
    const [typed, setTyped] = useState(early);
    const tags = useKnownTags();
    const tasks = useFoundTasks(typed.trim());

    const groups = useMemo(() => {
        const of = (group: Command['group']) => findIn(commands.filter(command => command.group === group), typed, command => command.label, 1);
        const tagEntries = typed.trim() ? findIn(tags, typed.trim().replace(/^#/, ''), tag => tag, 1, mostTags).map((tag): Entry =>
            ({ id: `tag ${tag}`, label: `#${tag}`, icon: <Hash size={18} aria-hidden />, run: () => onGo(addressOf({ tag })) })) : [];
        const taskEntries = tasks.map((task): Entry => ({
            id: `task ${task.id}`, label: task.title, done: task.completed, run: () => onOpenTask(task.id),
            icon: task.completed ? <CircleCheck size={18} aria-hidden /> : <Circle size={18} aria-hidden />,
        }));
        const all: { value: string; items: Entry[] }[] = [
            { value: words.commands.actions, items: of('actions') },
            { value: words.commands.goTo, items: [...of('goTo'), ...tagEntries] },
            { value: words.commands.tasks, items: taskEntries },
        ];
        return all.filter(group => group.items.length > 0);
    }, [commands, tags, tasks, typed, words, onGo, onOpenTask]);

    function choose(entry: Entry) {
        onClose();
        // The closing dialog gives the focus back first; then the command may take it elsewhere.
        setTimeout(() => {
            entry.run();
            setTimeout(focusContent, 100);
        });
    }

    return (
        <Dialog open onClose={onClose} title={words.commands.label} bare place="top">
            <Autocomplete.Root open inline items={groups} filter={null} value={typed} autoHighlight="always" keepHighlight
                itemToStringValue={(entry: Entry) => entry.label}
                onValueChange={(text, change) => { if (change.reason === 'input-change' || change.reason === 'input-clear') setTyped(text); }}>
                <div className="flex items-center gap-3 border-b border-line px-4">
                    <Search size={18} aria-hidden className="shrink-0 text-ink-soft" />
                    <Autocomplete.Input aria-label={words.commands.search} placeholder={words.commands.search} autoComplete="off" autoCapitalize="none" spellCheck={false} dir="auto"
                        enterKeyHint="go" className="min-h-13 min-w-0 flex-1 bg-transparent text-base outline-none" />
                </div>
                <div className="flex min-h-40 flex-col">
                    <Autocomplete.Empty className="px-5 py-4 text-ink-soft empty:hidden">{words.commands.nothing}</Autocomplete.Empty>
                    <Autocomplete.List className="min-h-0 overflow-y-auto overscroll-contain p-2 pb-[max(0.5rem,env(safe-area-inset-bottom))] data-empty:hidden sm:max-h-96">
                        {(group: (typeof groups)[number]) => (
                            <Autocomplete.Group key={group.value} items={group.items}>
                                <Autocomplete.GroupLabel className="px-3 pt-2 pb-1 text-xs font-semibold text-ink-soft">{group.value}</Autocomplete.GroupLabel>
                                <Autocomplete.Collection>
                                    {(entry: Entry) => (
                                        <Autocomplete.Item key={entry.id} value={entry} onClick={() => choose(entry)}
                                            className="flex min-h-10 scroll-my-2 cursor-default items-center gap-3 rounded-lg px-3 data-highlighted:bg-accent-soft coarse:min-h-11">
                                            <span className="shrink-0 text-ink-soft">{entry.icon}</span>
                                            <bdi className={`min-w-0 flex-1 truncate ${entry.done ? 'text-ink-soft line-through' : ''}`}>{entry.label}</bdi>
                                            {entry.keys && <span className="hidden items-center gap-1 text-xs text-ink-soft sm:flex"><Keys keys={entry.keys} /></span>}
                                        </Autocomplete.Item>
                                    )}
                                </Autocomplete.Collection>
                            </Autocomplete.Group>
                        )}
                    </Autocomplete.List>
                </div>
            </Autocomplete.Root>
        </Dialog>
    );
}

/** The list takes the focus when what had it is gone. */
function focusContent() {
    if (document.activeElement === document.body) document.querySelector<HTMLElement>('#content [data-title][tabindex="0"], #content input')?.focus();
}

/** Those at hand at once, those that only the server knows a moment later, behind them. */
function useFoundTasks(typed: string) {
    const workspace = useWorkspace();
    const client = useQueryClient();
    const waiting = useWaiting();
    const settled = useSettled(typed, 80);
    const { data } = useQuery({
        queryKey: ['found', settled],
        queryFn: ({ signal }) => answerOf(api.GET('/api/{user_id}/tasks', {
            signal, params: { path: { user_id: workspace.account.id }, query: { q: settled, limit: mostTasks } },
        })),
        enabled: settled !== '',
        placeholderData: keepPreviousData,
    });

    return useMemo(() => {
        if (!typed) return [];
        const near = findIn([...tasksAtHand(client, waiting.tasks)].filter(task => !task.deleted_at), typed, task => task.title, 2, mostTasks);
        const far = (settled === typed ? data ?? [] : []).filter(task => !near.some(other => other.id === task.id) && !waiting.tasks.has(task.id));
        return [...near, ...far].slice(0, mostTasks);
    }, [client, data, settled, typed, waiting.tasks]);
}

function useSettled(text: string, pause: number): string {
    const [settled, setSettled] = useState(text);
    useEffect(() => {
        const timer = setTimeout(() => setSettled(text), pause);
        return () => clearTimeout(timer);
    }, [text, pause]);
    return settled;
}
