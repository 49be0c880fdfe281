import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Task } from './task';

/** Case and accents do not matter to somebody who searches. */
export const plain = (text: string) => text.normalize('NFD').replace(/\p{M}+/gu, '').toLowerCase();

/** How well a text answers what was typed, 0 the best; null if not every word occurs in it. */
export function rank(text: string, typed: string): number | null {
    const [has, wants] = [plain(text), plain(typed).trim()];
    if (has.startsWith(wants)) return 0;
    const words = wants.split(/\s+/);
    if (!words.every(word => has.includes(word))) return null;
    return words.every(word => ` ${has}`.includes(` ${word}`)) ? 1 : 2;
}

/** Those that answer, the best first, else in the order in which they came. With `worst` 1 only beginnings of words count. */
export function findIn<T>(items: Iterable<T>, typed: string, textOf: (item: T) => string, worst: 1 | 2 = 2, limit = Infinity): T[] {
    const found: [T[], T[], T[]] = [[], [], []];
    for (const item of items) {
        const place = rank(textOf(item), typed);
        if (place !== null && place <= worst) found[place]!.push(item);
        if (found[0].length >= limit) break;
    }
    return found.flat().slice(0, limit);
}

/** All tasks that are here already. */
export function* tasksAtHand(client: QueryClient, waiting: ReadonlyMap<number, Task>): Generator<Task> {
    yield* waiting.values();
    const seen = new Set(waiting.keys());
    for (const [, data] of client.getQueriesData<InfiniteData<{ tasks: Task[] }>>({ queryKey: ['list'] }))
        for (const task of data?.pages.flatMap(page => page.tasks) ?? [])
            if (!seen.has(task.id) && seen.add(task.id)) yield task;
}
