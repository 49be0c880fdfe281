import { beforeEach, expect, it, vi } from 'vitest';
import type { draft as Draft } from './draft';
import type { NewFields } from './quickEntry';

const kept = new Map<string, string>();
const added: string[] = [];
let draft: typeof Draft;

/** Another page, with what the one before has left. */
async function open() {
    vi.resetModules();
    ({ draft } = await import('./draft'));
}

/** A line that is being read until it is told what it says. */
function enter(line: string): (title?: string) => Promise<void> {
    let tell: (fields: NewFields) => void;
    const read = new Promise<NewFields>(resolve => { tell = resolve; });
    draft.enter(1, line, null, () => read, ({ title }) => added.push(title));
    return async (title = line) => {
        tell({ title });
        await new Promise(resolve => setTimeout(resolve));
    };
}

beforeEach(async () => {
    kept.clear();
    added.length = 0;
    vi.stubGlobal('localStorage', {
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (key: string, text: string) => kept.set(key, text),
        removeItem: (key: string) => kept.delete(key),
    });
    await open();
});

it('keeps a line for another page until it is added, and no longer', async () => {
    const answer = enter('Buy milk');
    expect(kept.get('draft-1')).toBe('Buy milk');
    draft.write(1, 'Call');
    expect(kept.get('draft-1')).toBe('Buy milk Call');
    await answer();
    expect([added, kept.get('draft-1')]).toEqual([['Buy milk'], 'Call']);
});

it('gives a box that comes back while a line is read only what was typed since', async () => {
    const answer = enter('Buy milk');
    draft.write(1, 'Call');
    expect(draft.read(1)).toBe('Call');
    draft.write(1, 'Call Bob');
    await answer();
    expect([added, draft.read(1), kept.get('draft-1')]).toEqual([['Buy milk'], 'Call Bob', 'Call Bob']);
});

it('gives another page what was not read', async () => {
    enter('Buy milk');
    await open();
    expect([added, draft.read(1)]).toEqual([[], 'Buy milk']);
});

it('has let the line go before the task is there', () => {
    draft.write(1, 'Buy milk');
    draft.enter(1, 'Buy milk', { title: 'Buy milk' }, () => Promise.reject(new Error()), () => expect(kept.size).toBe(0));
    expect(kept.size).toBe(0);
});

it('forgets what is being read at log-out', async () => {
    const answer = enter('Buy milk');
    draft.forget(1);
    await answer();
    expect([added, kept.size, draft.read(1)]).toEqual([[], 0, '']);
});

it('adds lines in the order in which they were entered', async () => {
    const [first, second] = [enter('One'), enter('Two')];
    await second();
    expect(added).toEqual([]);
    await first();
    expect([added, kept.size]).toEqual([['One', 'Two'], 0]);
});
