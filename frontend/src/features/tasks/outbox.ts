import { Refused, SessionEnded, Unreachable } from '@/lib/api';
import { connection, onConnection } from '@/lib/connection';
import { clear, createStore, del, entries, get, keys, promisifyRequest, type UseStore } from 'idb-keyval';
import { perform } from './perform';
import type { Task, TaskFields } from './task';

/** One thing that a person did to one or more tasks. `before` and `after` are the tasks as the person saw them. */
export interface Change {
    kind: 'add' | 'edit' | 'tag' | 'complete' | 'reopen' | 'delete' | 'restore';
    before: Task[];
    after: Task[];
    /** What `edit` writes. */
    fields?: Partial<TaskFields>;
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

interface Listeners {
    /** What waits has changed. */
    changed(): void;
    sent(sent: Sent): void;
    refused(change: Waiting, reason: Refused): void;
    sessionEnded(): void;
    /** Another tab has sent something. */
    sentElsewhere(): void;
}

const mostAtOnce = 500;

const nameOf = (userId: number) => `doneon-changes-${userId}`;

/**
 * The changes that the server has not confirmed, in the order in which they were made, kept on the device until it has, and sent
 * one after the other. What waits is drawn over what the server said last: the screen changes at once, and changes back by
 * itself when the server refuses.
 */
export class Outbox {
    private waiting: readonly Waiting[] = [];
    private readonly made = new Set<string>();
    private sending = false;
    private closed = false;
    private counter = 0;
    private retry: ReturnType<typeof setTimeout> | undefined;
    private readonly store: UseStore;
    private readonly channel: BroadcastChannel;
    private readonly stopListening: () => void;

    /** False in a window that keeps nothing: then what waits is lost with the page. */
    durable = true;

    constructor(private readonly userId: number, private readonly listeners: Listeners) {
        this.store = storeOf(userId);
        this.channel = new BroadcastChannel(nameOf(userId));
        this.channel.onmessage = () => void this.load().then(() => listeners.sentElsewhere());
        this.stopListening = onConnection(now => now === 'up' && this.send());
    }

    get all(): readonly Waiting[] {
        return this.waiting;
    }

    /** Reads what an earlier page or another tab has left. */
    async load(): Promise<void> {
        try {
            const kept = (await entries<string, Waiting>(this.store)).map(([, change]) => change);
            const unkept = this.waiting.filter(change => this.made.has(change.at) && !kept.some(other => other.at === change.at));
            this.replace([...kept, ...unkept].sort((one, other) => one.at < other.at ? -1 : 1));
        } catch {
            this.durable = false;
        }
        this.send();
    }

    add(change: Change): void {
        const parts = split(change).map(part => ({
            ...part,
            at: `${String(Date.now()).padStart(15, '0')}-${String(this.counter++).padStart(6, '0')}`,
            key: crypto.randomUUID(),
        }));
        for (const part of parts) this.made.add(part.at);
        this.replace([...this.waiting, ...parts]);
        void this.keep(parts);
        this.send();
    }

    /** Goes on with sending: after a login, for example. */
    send(): void {
        clearTimeout(this.retry);
        if (this.closed || this.sending || this.waiting.length === 0 || connection() !== 'up') return;
        this.sending = true;
        // Of several tabs one sends at a time.
        void navigator.locks.request(nameOf(this.userId), () => this.sendAll()).finally(() => { this.sending = false; });
    }

    close(): void {
        this.closed = true;
        clearTimeout(this.retry);
        this.stopListening();
        this.channel.close();
    }

    private async sendAll(): Promise<void> {
        for (let change = this.waiting[0]; change && !this.closed; change = this.waiting[0]) {
            if (await this.wasSentElsewhere(change)) {
                this.replace(this.waiting.filter(other => other !== change));
                continue;
            }
            try {
                const { tasks, missing } = await perform(this.userId, change);
                const rest = this.waiting.filter(other => other !== change);
                const id = change.kind === 'add' ? tasks[0]?.id : undefined;
                const renamed = id === undefined ? [] : rest.filter(other => mentions(other, change!.after[0]!.id));
                const named = rest.map(other => renamed.includes(other) ? rename(other, change!.after[0]!.id, id!) : other);
                this.listeners.sent({ change, tasks, missing });
                this.replace(named);
                await this.keep(named.filter((_, at) => renamed.includes(rest[at]!)));
                await this.forget([change]);
            } catch (failure) {
                if (failure instanceof SessionEnded || failure instanceof Refused && failure.status === 403) return this.listeners.sessionEnded();
                if (failure instanceof Unreachable) return; // As soon as the connection is back, somebody tells us.
                if (failure instanceof Refused && failure.status === 429) {
                    this.retry = setTimeout(() => this.send(), (failure.retryAfter ?? 1) * 1000);
                    return;
                }
                const reason = failure instanceof Refused ? failure : new Refused(0, String(failure));
                // What builds on a task that will not exist goes with it.
                const dropped = change.kind === 'add' ? this.waiting.filter(other => mentions(other, change!.after[0]!.id)) : [change];
                this.replace(this.waiting.filter(other => !dropped.includes(other)));
                await this.forget(dropped);
                this.listeners.refused(change, reason);
            }
        }
    }

    private replace(waiting: readonly Waiting[]): void {
        this.waiting = waiting;
        this.listeners.changed();
    }

    private async wasSentElsewhere(change: Waiting): Promise<boolean> {
        if (this.made.has(change.at) || !this.durable) return false;
        return await get(change.at, this.store) === undefined;
    }

    private async keep(changes: Waiting[]): Promise<void> {
        if (changes.length === 0) return;
        try {
            await this.store('readwrite', kept => {
                for (const change of changes) kept.put(change, change.at);
                // Without this, what is written while the page goes away would be taken back.
                kept.transaction.commit();
                return promisifyRequest(kept.transaction);
            });
            // It was sent faster than it was written down.
            await this.forget(changes.filter(change => !this.waiting.some(other => other.at === change.at)), false);
        } catch {
            this.durable = false;
            this.listeners.changed();
        }
    }

    private async forget(changes: readonly Waiting[], tell = true): Promise<void> {
        await Promise.all(changes.map(change => del(change.at, this.store))).catch(() => undefined);
        if (tell) this.channel.postMessage('sent');
    }
}

const storeOf = (userId: number) => createStore(nameOf(userId), 'changes');

/** How many changes of this account wait on this device. */
export const countWaiting = (userId: number): Promise<number> => keys(storeOf(userId)).then(all => all.length, () => 0);

/** At log-out. The database itself goes as soon as no page has it open any more. */
export async function forgetChanges(userId: number): Promise<void> {
    await clear(storeOf(userId)).catch(() => undefined);
    indexedDB.deleteDatabase(nameOf(userId));
}

const mentions = (change: Waiting, id: number) => change.after.some(task => task.id === id);

const rename = (change: Waiting, from: number, to: number): Waiting => {
    const named = (task: Task) => task.id === from ? { ...task, id: to } : task;
    return { ...change, before: change.before.map(named), after: change.after.map(named) };
};

function split(change: Change): Change[] {
    const parts: Change[] = [];
    for (let start = 0; start < change.after.length; start += mostAtOnce)
        parts.push({ ...change, before: change.before.slice(start, start + mostAtOnce), after: change.after.slice(start, start + mostAtOnce) });
    return parts;
}

let lastNew = 0;

/** A number for a task that the server has not seen: below zero, and lower for each that follows. */
export function newId(): number {
    lastNew = Math.min(lastNew - 1, -Date.now() * 1000);
    return lastNew;
}

