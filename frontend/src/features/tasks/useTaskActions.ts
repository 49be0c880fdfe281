import type { RefObject } from 'react';
import { useWords } from '@/lib/words';
import type { QuickEditKind } from './BulkBar';
import { addDays } from './dates';
import { say } from './notices';
import type { NewFields } from './quickEntry';
import { joinTags, type Task, type TaskFields } from './task';
import type { ListHandle } from './TaskList';
import type { Opened } from './TaskScreen';
import type { Selection } from './useSelection';
import { belongs, type Question } from './views';
import { useWorkspace } from './WorkspaceProvider';

interface Surroundings {
    question: Question;
    open: number | null;
    today: string;
    handle: RefObject<ListHandle | null>;
    selection: Selection;
    setOpened: (opened: Opened) => void;
    show: (id: number) => void;
}

/** What the keys, the bar of the selection and the line for new tasks do. */
export function useTaskActions({ question, open, today, handle, selection, setOpened, show }: Surroundings) {
    const words = useWords();
    const workspace = useWorkspace();

    /** A task that is added to a view gets what this view is about. */
    function add(fields: NewFields, also: Partial<TaskFields>) {
        const { view, tag, priority } = question;
        const due = view === 'today' ? today : view === 'upcoming' ? addDays(today, 1) : null;
        const tags = joinTags([...tag ? [tag] : [], ...also.tags?.split(',') ?? [], ...fields.tags?.split(',') ?? []]);
        const task = workspace.add({ due_date: due, ...(priority && { priority }), ...also, ...fields, ...(tags && { tags }) });
        if (!belongs(task, question, today)) say({ text: words.notices.added(task.title), action: { label: words.details.label, run: () => show(task.id) } });
    }

    /** What an action is meant for: the selection, else the row with the focus, else the open task. */
    function targets(): Task[] {
        if (selection.selected.length > 0) return selection.selected;
        const task = handle.current?.focused() ?? (open === null ? handle.current?.current() : workspace.find(open));
        return task ? [task] : [];
    }

    function quickEdit(kind: QuickEditKind, anchor?: Element) {
        const tasks = targets();
        if (tasks.length === 0 || question.view === 'trash') return;
        setOpened({ what: 'quickEdit', kind, tasks, anchor: anchor ?? handle.current?.elementOf(tasks[0]!) ?? document.activeElement });
    }

    function act(what: 'complete' | 'reopen' | 'toggle' | 'remove' | 'restore') {
        const tasks = targets();
        const inTrash = question.view === 'trash';
        if (tasks.length === 0 || inTrash !== (what === 'restore')) return;
        if (what === 'restore') workspace.restore(tasks);
        else if (what === 'remove') workspace.remove(tasks);
        else workspace.complete(tasks, what === 'complete' || what === 'toggle' && !tasks.every(task => task.completed));
        selection.clear();
    }

    return { add, act, quickEdit };
}
