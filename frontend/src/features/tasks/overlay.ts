import { dueDay } from './dates';
import type { Waiting } from './change';
import { tagsOf, type Task } from './task';
import { belongs, order, sortOf, type Question } from './views';
import type { Schemas } from '@/lib/api';

type Summary = Schemas['Summary'];

/** Each task that waits, as it will be. */
export const latest = (waiting: readonly Waiting[]): Map<number, Task> =>
    new Map(waiting.flatMap(change => change.after.map(task => [task.id, task] as const)));

/**
 * Puts changed tasks into a list as the server would: out where they no longer belong, in at their place. A list of which only the
 * first pages are here takes nothing in behind their end.
 */
export function merge(rows: readonly Task[], changed: ReadonlyMap<number, Task>, question: Question, today: string, whole: boolean): Task[] {
    if (changed.size === 0) return rows as Task[];
    if (question.q) changed = new Map([...changed, ...stillFound(rows, changed)]);
    if (sortOf(question) === 'relevance') return rows.map(row => changed.get(row.id) ?? row).filter(task => belongs(task, question, today));
    const compare = order(question);
    const merged = rows.filter(row => !changed.has(row.id));
    for (const task of changed.values()) {
        if (!belongs(task, question, today)) continue;
        const place = placeOf(task, merged, compare);
        if (whole || place < merged.length || rows.some(row => row.id === task.id)) merged.splice(place, 0, task);
    }
    return merged;
}

/** What a search has found it still has found. The places of what was searched are those of the same title only. */
const stillFound = (rows: readonly Task[], changed: ReadonlyMap<number, Task>) => rows.flatMap(({ id, title, hits }) => {
    const task = changed.get(id);
    return task && hits ? [[id, { ...task, hits: task.title === title ? hits : { title: [], description: [], tags: [] } }] as const] : [];
});

function placeOf(task: Task, rows: readonly Task[], compare: (one: Task, other: Task) => number): number {
    let [low, high] = [0, rows.length];
    while (low < high) {
        const middle = (low + high) >> 1;
        if (compare(rows[middle]!, task) < 0) low = middle + 1;
        else high = middle;
    }
    return low;
}

/** The counts as they will be: each waiting change moves its tasks from where they were to where they will be. */
export function recount(summary: Summary, waiting: readonly Waiting[]): Summary {
    if (waiting.length === 0) return summary;
    const counts: Summary = { ...summary, views: { ...summary.views }, priorities: { ...summary.priorities }, tags: summary.tags.map(tag => ({ ...tag })) };
    for (const change of waiting) {
        for (const task of change.before) count(counts, task, -1);
        for (const task of change.after) count(counts, task, 1);
    }
    return { ...counts, tags: counts.tags.filter(tag => tag.count > 0) };
}

function count({ today, views, priorities, tags }: Summary, task: Task, by: 1 | -1) {
    if (task.deleted_at) views.deleted += by;
    else if (task.completed) views.completed += by;
    else {
        const due = dueDay(task.due_date);
        views.open += by;
        views[!due ? 'no_date' : due < today ? 'overdue' : due === today ? 'today' : 'upcoming'] += by;
        priorities[task.priority] += by;
        for (const name of tagsOf(task)) {
            const known = tags.find(tag => tag.tag.toLowerCase() === name.toLowerCase());
            if (known) known.count += by;
            else tags.push({ tag: name, count: by });
        }
    }
}
