import { describe, expect, it } from 'vitest';
import { en } from '@/lib/words/en';
import type { Task } from './task';
import { changesOf, enter, fits, sharesOf, suggest } from './tagEntry';

describe('what is typed into the tags', () => {
    it('may be several tags, each once', () => {
        expect(enter(['home'], ' garden ,HOME,, Garden,work', en)).toEqual({ tags: ['home', 'garden', 'work'], rest: '', problem: null });
    });

    it('is kept and explained when a tag is too long', () => {
        const long = '🦔'.repeat(51);
        expect(enter([], `a,${long},b`, en)).toEqual({ tags: ['a'], rest: `${long}, b`, problem: en.details.tooLong(50, 51) });
        expect(enter([], '🦔'.repeat(50), en).problem).toBeNull();
    });

    it('is kept and explained when there are too many', () => {
        const full = Array.from({ length: 19 }, (_, at) => `tag${at}`);
        expect(enter(full, 'one,two', en)).toEqual({ tags: [...full, 'one'], rest: 'two', problem: en.details.tooManyTags(20) });
        expect(enter([...full, 'one'], 'ONE', en).problem).toBeNull();
    });
});

describe('the suggestions', () => {
    const known = ['work', 'homework', 'home', 'Garden'];

    it('begin with the tag itself, then those that begin so', () => {
        expect(suggest(known, 'home')).toEqual(['home', 'homework']);
        expect(suggest(known, 'WORK')).toEqual(['work', 'homework']);
    });

    it('end with what is new', () => {
        expect(suggest(known, 'gar')).toEqual(['Garden', 'gar']);
        expect(suggest(known, 'garden')).toEqual(['Garden']);
    });

    it('leave out what the task has', () => {
        expect(suggest(known, '', ['WORK'])).toEqual(['homework', 'home', 'Garden']);
        expect(suggest(known, 'work', ['work'])).toEqual(['homework']);
    });
});

describe('the tags of several tasks', () => {
    const tasks = [{ tags: 'home,urgent' }, { tags: 'Home' }, { tags: null }].map(fields => ({ ...fields }) as Task);

    it('are had by all, some or none of them', () => {
        expect([sharesOf(tasks.slice(0, 2))('HOME'), sharesOf(tasks)('home'), sharesOf(tasks)('work')]).toEqual(['all', 'some', 'none']);
    });

    it('are only changed where a tick changes something', () => {
        const ticks = new Map([['home', true], ['urgent', false], ['work', false], ['new', true]]);
        expect(changesOf(tasks, ticks)).toEqual({ add: ['home', 'new'], remove: ['urgent'] });
        expect(changesOf(tasks.slice(1, 2), new Map([['HOME', true]]))).toEqual({ add: [], remove: [] });
    });

    it('are not more than a task can have', () => {
        const full = { tags: Array.from({ length: 20 }, (_, at) => `tag${at}`).join() } as Task;
        expect(fits([full, ...tasks], new Map([['one', true]]))).toBe(false);
        expect(fits([full, ...tasks], new Map([['one', true], ['tag3', false]]))).toBe(true);
        expect(fits([full, ...tasks], new Map([['TAG4', true]]))).toBe(true);
    });
});
