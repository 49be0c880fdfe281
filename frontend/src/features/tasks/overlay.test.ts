import { describe, expect, it } from 'vitest';
import type { Schemas } from '@/lib/api';
import { inverse } from './history';
import type { Waiting } from './change';
import { latest, merge, recount } from './overlay';
import type { Task } from './task';
import type { Question } from './views';

const task = (id: number, fields: Partial<Task> = {}): Task => ({
    id, user_id: 1, title: `Task ${id}`, description: null, due_date: null, priority: 'Medium', tags: null, recursion_pattern: null,
    completed: false, created_at: `2026-03-${String(id).padStart(2, '0')}T08:00:00Z`, updated_at: '2026-03-01T08:00:00Z', ...fields,
});
const open: Question = { view: 'all', q: '' };
const today = '2026-03-10';
const changed = (...tasks: Task[]) => new Map(tasks.map(other => [other.id, other]));
const ids = (tasks: Task[]) => tasks.map(({ id }) => id);

describe('a list with changes drawn over it', () => {
    const rows = [task(9), task(7), task(5)];

    it('loses what no longer belongs', () => expect(ids(merge(rows, changed(task(7, { completed: true })), open, today, true))).toEqual([9, 5]));

    it('takes in what belongs, at its place', () => expect(ids(merge(rows, changed(task(8)), open, today, true))).toEqual([9, 8, 7, 5]));

    it('takes nothing in behind the end of what is loaded', () => expect(ids(merge(rows, changed(task(2)), open, today, false))).toEqual([9, 7, 5]));

    it('keeps what it had, also at the end', () =>
        expect(merge(rows, changed(task(5, { title: 'Other' })), open, today, false).at(-1)).toMatchObject({ id: 5, title: 'Other' }));

    it('moves what sorts elsewhere now', () => {
        const byTitle: Question = { ...open, sort: 'title' };
        expect(ids(merge([task(5), task(7), task(9)], changed(task(9, { title: 'A' })), byTitle, today, true))).toEqual([9, 5, 7]);
    });

    it('leaves what a search has found in its place, whatever it was found by', () => {
        const hits = { title: [[0, 4]], description: [], tags: [] };
        const found = [task(5, { hits }), task(9, { hits })];
        const merged = merge(found, changed(task(5, { priority: 'High' }), task(9, { title: 'Other' })), { ...open, q: 'tsak is:open' }, today, true);
        expect(merged.map(({ id, priority, hits }) => [id, priority, hits!.title])).toEqual([[5, 'High', [[0, 4]]], [9, 'Medium', []]]);
    });

    it('moves what a search with operators only has found, and sorts elsewhere now', () => {
        const hits = { title: [], description: [], tags: [] };
        const found = [task(5, { hits, due_date: today }), task(9, { hits, due_date: today })];
        const asked: Question = { view: 'today', q: 'tag:home', sort: 'due_date' };
        expect(ids(merge(found, changed(task(9, { due_date: '2026-03-01' })), asked, today, true))).toEqual([9, 5]);
    });

    it('shows the last of several changes', () => {
        const change = (after: Task): Waiting => ({ kind: 'edit', at: '', key: '', before: [], after: [after] });
        expect(latest([change(task(7, { title: 'One' })), change(task(7, { title: 'Two' }))]).get(7)?.title).toBe('Two');
    });
});

describe('the counts', () => {
    const summary: Schemas['Summary'] = {
        today, views: { open: 3, overdue: 0, today: 1, upcoming: 1, no_date: 1, completed: 0, deleted: 0 },
        priorities: { High: 1, Medium: 2, Low: 0 }, tags: [{ tag: 'home', count: 1 }],
    };
    const waiting = (before: Task[], after: Task[]): Waiting => ({ kind: 'edit', at: '', key: '', before, after });

    it('follow a completion', () => {
        const done = task(1, { due_date: today, tags: 'home' });
        const counts = recount(summary, [waiting([done], [{ ...done, completed: true }])]);
        expect(counts.views).toMatchObject({ open: 2, today: 0, completed: 1 });
        expect(counts).toMatchObject({ priorities: { Medium: 1 }, tags: [] });
    });

    it('follow a new task with a new tag', () => expect(recount(summary, [waiting([], [task(-1, { tags: 'Home,shop', priority: 'Low' })])]))
        .toMatchObject({ views: { open: 4, no_date: 2 }, priorities: { Low: 1 }, tags: [{ tag: 'home', count: 2 }, { tag: 'shop', count: 1 }] }));

    it('leave what the server said as it was', () => {
        recount(summary, [waiting([], [task(-1, { tags: 'home' })])]);
        expect(summary.tags[0]!.count).toBe(1);
    });
});

describe('undo', () => {
    it('writes each former value back to its own tasks, and touches nothing else', () => {
        const before = [task(1, { priority: 'High' }), task(2), task(3, { priority: 'High' })];
        const after = before.map(other => ({ ...other, priority: 'Low' as const }));
        const now = (other: Task) => ({ ...other, title: 'Renamed meanwhile' });
        expect(inverse({ kind: 'edit', before, after, fields: { priority: 'Low' } }, now).map(change => [change.fields, ids(change.after), change.after[0]!.title]))
            .toEqual([[{ priority: 'High' }, [1, 3], 'Renamed meanwhile'], [{ priority: 'Medium' }, [2], 'Renamed meanwhile']]);
    });

    it('of a new task deletes it', () => expect(inverse({ kind: 'add', before: [], after: [task(-1)] }, other => other)).toMatchObject([{ kind: 'delete' }]));

    it('of tagging gives the tags back', () =>
        expect(inverse({ kind: 'tag', before: [task(1, { tags: 'home' })], after: [task(1, { tags: 'home,shop' })], tags: { add: ['shop'], remove: [] } }, other => other))
            .toMatchObject([{ kind: 'edit', fields: { tags: 'home' } }]));
});
