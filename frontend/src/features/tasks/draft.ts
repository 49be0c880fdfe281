import type { NewFields } from './quickEntry';

interface Lines {
    /** Entered, and not read yet. */
    entered: string[];
    typed: string;
    reading: Promise<void>;
}

/** They outlive the box; a page that goes away has them in the box when it comes back. */
const linesOf = new Map<number, Lines>();

const keyOf = (userId: number) => `draft-${userId}`;

function lines(userId: number): Lines {
    const mine = linesOf.get(userId) ?? { entered: [], typed: localStorage.getItem(keyOf(userId)) ?? '', reading: Promise.resolve() };
    linesOf.set(userId, mine);
    return mine;
}

function keep(userId: number) {
    const { entered, typed } = lines(userId);
    const text = [...entered, typed].filter(Boolean).join(' ');
    if (text) localStorage.setItem(keyOf(userId), text);
    else localStorage.removeItem(keyOf(userId));
}

/** What this person typed for a new task and did not add yet. */
export const draft = {
    read: (userId: number) => lines(userId).typed,

    write(userId: number, text: string) {
        const mine = lines(userId);
        // A box that comes back has typed nothing: what another tab has meanwhile stays.
        if (mine.typed === text) return;
        mine.typed = text;
        keep(userId);
    },

    /** Adds a line when it has been read, after those before it. It is a draft until then, and from then on a task: never both. */
    enter(userId: number, line: string, meant: NewFields | null, read: () => Promise<NewFields>, add: (fields: NewFields) => void) {
        const mine = lines(userId);
        const take = (fields: NewFields) => {
            keep(userId);
            add(fields);
        };
        mine.typed = '';
        if (meant && mine.entered.length === 0) return take(meant);
        mine.entered.push(line);
        keep(userId);
        mine.reading = mine.reading.then(async () => {
            const fields = meant ?? await read();
            if (linesOf.get(userId) !== mine) return;
            mine.entered.shift();
            take(fields);
        });
    },

    /** At log-out; what is being read is not added. */
    forget(userId: number) {
        linesOf.delete(userId);
        localStorage.removeItem(keyOf(userId));
    },
};
