import { describe, expect, it } from 'vitest';
import type { Task } from './task';
import { addressOf, belongs, order, readQuestion, requestOf, sortOf, type Question } from './views';

const task = (fields: Partial<Task>): Task => ({
    id: 1, user_id: 1, title: 'Buy milk', description: null, due_date: null, priority: 'Medium', tags: null, recursion_pattern: null,
    completed: false, created_at: '2026-03-01T08:00:00Z', updated_at: '2026-03-01T08:00:00Z', ...fields,
});
const question = (fields: Partial<Question>): Question => ({ view: 'all', q: '', ...fields });
const today = '2026-03-10';

describe('the address', () => {
    it.each<Partial<Question>>([
        { view: 'all', q: '' },
        { view: 'today', q: '' },
        { view: 'all', q: 'milk', sort: 'newest' },
        { view: 'upcoming', q: 'a & b=c', sort: 'title' },
        { view: 'all', tag: 'häus & co', q: '', sort: 'priority' },
        { view: 'completed', priority: 'High', q: 'milk', sort: 'oldest' },
        { view: 'trash', q: '' },
    ])('keeps %j', asked => {
        const read = readQuestion(new URL(addressOf(asked), 'http://localhost').searchParams);
        expect(read).toEqual({ tag: undefined, priority: undefined, sort: undefined, ...asked });
    });

    it('says nothing of what goes without saying', () => {
        expect(addressOf({ view: 'today', sort: 'due_date' })).toBe('/?view=today');
        expect(addressOf({ q: 'milk', sort: 'relevance' })).toBe('/?q=milk');
    });

    it('takes nonsense for nothing', () =>
        expect(readQuestion(new URLSearchParams('view=attic&priority=Huge&sort=luck&tag=%20'))).toEqual(question({ tag: undefined, priority: undefined, sort: undefined })));
});

describe('what the server is asked', () => {
    it('is everything due until today, in Today', () =>
        expect(requestOf(question({ view: 'today', sort: 'due_date' }), '2026-02-28')).toMatchObject({ completed: false, due_before: '2026-03-01' }));

    it('is what comes after today, in Upcoming', () =>
        expect(requestOf(question({ view: 'upcoming' }), today)).toMatchObject({ completed: false, due_after: today }));

    it('has no sort in the trash', () => expect(requestOf(question({ view: 'trash', q: 'milk' }), today)).toEqual({ deleted: true, q: 'milk' }));
});

describe('the best comes first', () => {
    it.each<[string, boolean]>([
        ['milk', true], ['"two words"', true], ['milk tag:home', true], ['tag:home milk', true], ['tag:„home" is:done milk', true], ['50%', true], ['🍎', true], ['-milk bread', true], ['foo:bar', true], ['tags', true],
        ['tag:home is:done', false], ['Due<2026-04-01', false], ['-milk', false], ['-"two words"', false], ['-„two words“', false], ['tag:"two words"', false], ['tag:«two words»', false],
        ['-tag:home', false], ['!', false], ['-', false], ['- !', false], ['', false],
    ])('of a search for %s: %s', (q, expected) => {
        expect(sortOf(question({ q }))).toBe(expected ? 'relevance' : 'newest');
        expect(requestOf(question({ view: 'today', q }), today)).toHaveProperty('sort', expected ? 'relevance' : 'due_date');
        expect(sortOf(question({ q, sort: 'title' }))).toBe('title');
        expect(sortOf(question({ q, sort: 'newest' }))).toBe('newest');
        expect(sortOf(question({ q, sort: 'relevance' }))).toBe(expected ? 'relevance' : 'newest');
    });

    it('in the trash whatever order was chosen elsewhere', () => {
        expect(sortOf(question({ view: 'trash', q: 'milk', sort: 'title' }))).toBe('relevance');
        expect(sortOf(question({ view: 'trash', q: 'is:done', sort: 'title' }))).toBe('newest');
    });
});

describe('a task belongs', () => {
    it.each<[string, Partial<Task>, Partial<Question>, boolean]>([
        ['in All while it is open', {}, {}, true],
        ['not in All once it is done', { completed: true }, {}, false],
        ['in Completed once it is done', { completed: true }, { view: 'completed' }, true],
        ['in the trash once it is deleted', { deleted_at: '2026-03-02T00:00:00Z' }, { view: 'trash' }, true],
        ['nowhere else then', { deleted_at: '2026-03-02T00:00:00Z' }, {}, false],
        ['in Today on its day', { due_date: `${today}T23:59` }, { view: 'today' }, true],
        ['in Today when it is overdue', { due_date: '2025-01-01' }, { view: 'today' }, true],
        ['not in Today tomorrow', { due_date: '2026-03-11' }, { view: 'today' }, false],
        ['not in Today without a date', {}, { view: 'today' }, false],
        ['in Upcoming from tomorrow on', { due_date: '2026-03-11' }, { view: 'upcoming' }, true],
        ['not in Upcoming with a date that is none', { due_date: 'someday' }, { view: 'upcoming' }, false],
        ['to its tag in any case', { tags: 'home,Shop' }, { tag: 'shop' }, true],
        ['not to a part of its tag', { tags: 'shopping' }, { tag: 'shop' }, false],
        ['to a search for words of title, description and tags', { description: 'two litres', tags: 'shop' }, { q: 'MILK litres shop' }, true],
        ['not to a search with a word too many', {}, { q: 'milk bread' }, false],
    ])('%s', (_, fields, asked, expected) => expect(belongs(task(fields), question(asked), today)).toBe(expected));
});

describe('the order', () => {
    const sorted = (tasks: Task[], asked: Partial<Question>) => [...tasks].sort(order(question(asked))).map(({ id }) => id);

    it('puts what the server has not seen first among the newest', () => expect(sorted([
        task({ id: 5 }), task({ id: -10, created_at: '2020-01-01T00:00:00Z' }), task({ id: -11, created_at: '2020-01-01T00:00:00Z' }),
        task({ id: 9, created_at: '2026-03-01T08:00:00.1Z' }), task({ id: 7, created_at: '2026-03-01T08:00:00.01Z' }),
    ], {})).toEqual([-11, -10, 9, 7, 5]));

    it('puts no date after every date, and a day before its hours', () => expect(sorted([
        task({ id: 1 }), task({ id: 2, due_date: '2026-03-01T09:00' }), task({ id: 3, due_date: '2026-03-01' }), task({ id: 4, due_date: 'someday' }),
    ], { sort: 'due_date' })).toEqual([3, 2, 1, 4]));

    it('puts the sooner first within a priority', () => expect(sorted([
        task({ id: 1, priority: 'Low' }), task({ id: 2, priority: 'High' }), task({ id: 3, priority: 'High', due_date: '2026-03-01' }), task({ id: 4 }),
    ], { sort: 'priority' })).toEqual([3, 2, 4, 1]));
});
