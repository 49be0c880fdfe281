import type { Task, TaskFields } from './task';

export type Scope = 'this' | 'following';

/** One thing that a person did to one or more tasks. `before` and `after` are the tasks as the person saw them. */
export interface Change {
    kind: 'add' | 'edit' | 'tag' | 'complete' | 'reopen' | 'delete' | 'restore';
    before: Task[];
    after: Task[];
    /** What `edit` writes. */
    fields?: Partial<TaskFields>;
    /** What `edit` and `tag` are for, of what repeats: this task alone, or also those that follow it. */
    scope?: Scope;
    /** What `tag` does. */
    tags?: { add: string[]; remove: string[] };
}

/** A change on its way. The key stays the same at each attempt, so that the server can tell a repetition. */
export interface Waiting extends Change {
    at: string;
    key: string;
}

export interface Sent {
    change: Waiting;
    /** The tasks as the server has them now. */
    tasks: Task[];
    /** Tasks that were gone already. */
    missing: number[];
}

/** The server takes so many tasks at once. */
const mostAtOnce = 500;

export const mentions = (change: Waiting, id: number) => change.after.some(task => task.id === id);

/** The change without what it does to this task. */
export const without = (change: Waiting, id: number): Waiting =>
    ({ ...change, before: change.before.filter(task => task.id !== id), after: change.after.filter(task => task.id !== id) });

export function split(change: Change): Change[] {
    const parts: Change[] = [];
    for (let start = 0; start < change.after.length; start += mostAtOnce)
        parts.push({ ...change, before: change.before.slice(start, start + mostAtOnce), after: change.after.slice(start, start + mostAtOnce) });
    return parts;
}

let lastNew = 0;

/** A number for a task that the server has not seen: below zero, lower for each that follows, and no other tab's. */
export function newId(): number {
    lastNew = Math.min(lastNew - 1, -Date.now() * 1000 - Math.floor(Math.random() * 1000));
    return lastNew;
}
