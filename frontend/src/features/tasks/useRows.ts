import { useDeferredValue, useMemo } from 'react';
import { useWords, type Words } from '@/lib/words';
import { addDays, dateOf, dueDay } from './dates';
import { merge } from './overlay';
import { useList } from './queries';
import type { Task } from './task';
import { belongs, dependsOnDay, sortOf, type Question } from './views';
import { useWaiting, useWorkspace } from './WorkspaceProvider';

/** A line of the list: a task, or the heading of those that follow. */
export type Row = { kind: 'task'; name: number; task: Task; waits: boolean; underItsDay: boolean } | { kind: 'heading'; name: string; text: string };

/** The list as it is shown: what the server said, with what waits drawn over it, in groups. */
export function useRows(question: Question, today: string) {
    const workspace = useWorkspace();
    const waiting = useWaiting();
    const list = useList(workspace.account.id, question, today);
    const words = useWords();

    // A list that has just arrived is drawn in small pieces, so that a slow phone goes on answering meanwhile. Later changes show at once.
    const arrived = useDeferredValue(list.data !== undefined, false);
    const data = arrived ? list.data : undefined;
    const known = useMemo(() => {
        const read = data?.pages.flatMap(page => page.tasks);
        // What was read yesterday may belong elsewhere today.
        return dependsOnDay(question) ? read?.filter(task => belongs(task, { ...question, q: '' }, today)) : read;
    }, [data, question, today]);
    const tasks = useMemo(() => known && merge(known, waiting.tasks, question, today, !list.hasNextPage),
        [known, waiting.tasks, question, today, list.hasNextPage]);
    const rows = useMemo(() => tasks && inGroups(tasks, question, today, words)
        .map((row): Row => row.kind === 'heading' ? row : { ...row, waits: waiting.tasks.has(row.task.id), name: workspace.keyOf(row.task.id) }),
    [tasks, question, today, words, waiting.tasks, workspace]);

    return { list, tasks, rows };
}

function inGroups(tasks: Task[], question: Question, today: string, words: Words): Row[] {
    const { view } = question;
    const grouped = dependsOnDay(question) && sortOf(question) === 'due_date';
    const lines = tasks.map((task): Row => ({
        kind: 'task', name: task.id, task, waits: false, underItsDay: grouped && (view === 'upcoming' || dueDay(task.due_date) === today),
    }));
    if (!grouped) return lines;
    const headingOf = (task: Task) => {
        const day = dueDay(task.due_date) ?? '';
        return view === 'today' ? day < today ? words.list.overdue : words.list.today : nameOfDay(day, today, words);
    };
    return lines.flatMap((line, at) => {
        const heading = headingOf(tasks[at]!);
        return at > 0 && headingOf(tasks[at - 1]!) === heading ? [line] : [{ kind: 'heading', name: heading, text: heading }, line];
    });
}

export function nameOfDay(day: string, today: string, words: Words): string {
    if (day === today) return words.list.today;
    if (day === addDays(today, 1)) return words.list.tomorrow;
    if (day === addDays(today, -1)) return words.list.yesterday;
    const date = dateOf(day);
    return words.day(date.getDay(), date.getDate(), date.getMonth(), day.slice(0, 4) === today.slice(0, 4) ? undefined : date.getFullYear());
}
