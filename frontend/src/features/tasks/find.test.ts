import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { findIn, rank, tasksAtHand } from './find';
import type { Task } from './task';

describe('what is searched', () => {
    it('is found by the beginnings of its words first', () => {
        expect(['go', 'tod', 'oda', 'x'].map(typed => rank('Go to Today', typed))).toEqual([0, 1, 2, null]);
        expect(rank('Go to Today', 'today go')).toBe(1);
    });

    it('is found without accents and capitals', () => {
        expect([rank('Crème brûlée', 'creme BRU'), rank('ZÜRICH', 'zu')]).toEqual([0, 0]);
    });

    it('stands in the order of how well it fits', () => {
        expect(findIn(['oatmilk', 'buy milk', 'milk', 'bread'], 'milk', text => text)).toEqual(['milk', 'buy milk', 'oatmilk']);
        expect(findIn(['a1', 'a2', 'a3'], 'a', text => text, 2, 2)).toEqual(['a1', 'a2']);
        expect(findIn(['Keyboard shortcuts', 'Log out'], 'o', text => text, 1)).toEqual(['Log out']);
    });
});

it('all tasks at hand are each there once, as they will be', () => {
    const client = new QueryClient();
    const task = (id: number, title: string) => ({ id, title }) as Task;
    client.setQueryData(['list', 'all'], { pages: [{ tasks: [task(1, 'one'), task(2, 'two')] }, { tasks: [task(3, 'three')] }] });
    client.setQueryData(['list', 'today'], { pages: [{ tasks: [task(2, 'two')] }] });
    const waiting = new Map([[3, task(3, 'trois')], [-1, task(-1, 'new')]]);
    expect([...tasksAtHand(client, waiting)].map(({ title }) => title)).toEqual(['trois', 'new', 'one', 'two']);
});
