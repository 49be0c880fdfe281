import type { Change, Scope } from './change';
import type { Task, TaskFields } from './task';

/** What takes a change back, given how its tasks are now. One change may need several: each former value is written to its own tasks. */
export function inverse(change: Change, now: (task: Task) => Task): Change[] {
    const { kind, before, after } = change;
    const current = after.map(now);
    switch (kind) {
        case 'add':
        case 'restore': return [{ kind: 'delete', before: current, after: current.map(trashed) }];
        case 'delete': return [{ kind: 'restore', before: current, after: current.map(restored) }];
        case 'complete': return [{ kind: 'reopen', before: current, after: current.map(task => ({ ...task, completed: false })) }];
        case 'reopen': return [{ kind: 'complete', before: current, after: current.map(task => ({ ...task, completed: true })) }];
        case 'edit': return writeBack(before, current, Object.keys(change.fields!) as (keyof TaskFields)[], change.scope);
        case 'tag': return writeBack(before, current, ['tags'], change.scope);
    }
}

function writeBack(before: Task[], current: Task[], names: (keyof TaskFields)[], scope: Scope | undefined): Change[] {
    const groups = new Map<string, Change>();
    for (const [at, task] of before.entries()) {
        const fields = Object.fromEntries(names.map(name => [name, name === 'catch_up' ? Boolean(task.catch_up) : task[name]])) as Partial<TaskFields>;
        const key = JSON.stringify(fields);
        const group = groups.get(key) ?? { kind: 'edit', fields, scope, before: [], after: [] };
        group.before.push(current[at]!);
        group.after.push({ ...current[at]!, ...fields });
        groups.set(key, group);
    }
    return [...groups.values()];
}

export const trashed = (task: Task): Task => ({ ...task, deleted_at: new Date().toISOString() });

export const restored = (task: Task): Task => ({ ...task, deleted_at: undefined });
