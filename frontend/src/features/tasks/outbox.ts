import { Refused, SessionEnded, Unreachable } from '@/lib/api';
import { connection, onConnection } from '@/lib/connection';
import { mentions, split, without, type Change, type Sent, type Waiting } from './change';
import { ChangeStore, nameOf } from './changeStore';
import { perform } from './perform';
import type { Task } from './task';

interface Listeners {
    /** What waits has changed. */
    changed(): void;
    sent(sent: Sent): void;
    /** A task has its number from the server, here or in another tab. */
    renamed(from: number, to: number): void;
    /** `lost` is what was to be done to a task that will not exist. */
    refused(change: Waiting, reason: Refused, lost: readonly Waiting[]): void;
    sessionEnded(): void;
    /** Another tab has sent something. */
    sentElsewhere(): void;
}

interface Message {
    renamed?: [from: number, to: number];
}

/** So often is a change sent that the server stumbles over. */
const mostAttempts = 5;

const pause = 1000;

/**
 * The changes that the server has not confirmed, in the order in which they were made, and kept on the device until it has, and sent
 * one after the other. What waits is drawn over what the server said last: the screen changes at once, and changes back by
 * itself when the server refuses. Between tabs, what lies in the store is what counts; whoever sends holds the lock.
 */
export class Outbox {
    private waiting: readonly Waiting[] = [];
    private readonly unwritten = new Set<string>();
    private readonly attempts = new Map<string, number>();
    private readonly names = new Map<number, number>();
    private sending = false;
    private leaving = false;
    private closed = false;
    private lastTime = 0;
    private counter = 0;
    private retry: ReturnType<typeof setTimeout> | undefined;
    private readonly store: ChangeStore;
    private readonly channel: BroadcastChannel;
    private readonly stopListening: () => void;

    /** False in a window that keeps nothing: then what waits is lost with the page. */
    durable = true;

    constructor(private readonly userId: number, private readonly listeners: Listeners) {
        this.store = new ChangeStore(userId);
        this.channel = new BroadcastChannel(nameOf(userId));
        this.channel.onmessage = ({ data }: MessageEvent<Message>) => {
            if (data.renamed) this.rename(...data.renamed);
            void this.load().then(() => listeners.sentElsewhere());
        };
        const stopHearing = onConnection(now => now === 'up' && this.send());
        // Before the fields, which save what was typed in them when the page goes away.
        const leave = ({ type }: Event) => {
            this.leaving = type === 'pagehide';
            if (this.leaving) this.store.writeAtOnce(this.waiting.filter(({ at }) => this.unwritten.has(at)));
        };
        for (const type of ['pagehide', 'pageshow']) window.addEventListener(type, leave);
        this.stopListening = () => {
            stopHearing();
            for (const type of ['pagehide', 'pageshow']) window.removeEventListener(type, leave);
        };
    }

    get all(): readonly Waiting[] {
        return this.waiting;
    }

    /** Reads what an earlier page or another tab has left. */
    async load(): Promise<void> {
        try {
            const kept = await this.store.all();
            const here = this.waiting.filter(change => this.unwritten.has(change.at) && !kept.some(other => other.at === change.at));
            this.replace([...kept, ...here].map(change => this.named(change)).sort((one, other) => one.at < other.at ? -1 : 1));
        } catch {
            this.durable = false;
        }
        this.send();
    }

    add(change: Change): void {
        const parts = split(this.named(change)).map(part => ({ ...part, at: this.now(), key: crypto.randomUUID() }));
        for (const part of parts) this.unwritten.add(part.at);
        this.replace([...this.waiting, ...parts]);
        if (this.leaving || document.visibilityState === 'hidden') this.store.writeAtOnce(parts);
        void this.write(parts);
        // A page that goes away would not hear the answer.
        if (!this.leaving) this.send();
    }

    /** Goes on with sending: after a login, for example. */
    send(): void {
        clearTimeout(this.retry);
        if (this.closed || this.sending || this.waiting.length === 0 || connection() !== 'up') return;
        this.sending = true;
        void navigator.locks.request(nameOf(this.userId), () => this.sendAll()).catch(() => pause).then(async left => {
            const wait = await left;
            this.sending = false;
            if (wait !== null) this.retry = setTimeout(() => this.send(), wait);
        });
    }

    close(): void {
        this.closed = true;
        clearTimeout(this.retry);
        this.stopListening();
        this.channel.close();
    }

    /** Gives back after how many milliseconds to go on, if something is left that can be sent. */
    private async sendAll(): Promise<number | null> {
        for (let head = this.waiting[0]; head && !this.closed; head = this.waiting[0]) {
            const change = await this.inStore(head);
            if (!change) {
                this.drop(head);
                continue;
            }
            try {
                await this.confirm(change, await perform(this.userId, change));
            } catch (failure) {
                if (failure instanceof SessionEnded || failure instanceof Refused && failure.status === 403) {
                    this.listeners.sessionEnded();
                    return null;
                }
                if (failure instanceof Unreachable) return pause;
                if (failure instanceof Refused && failure.status === 429) return (failure.retryAfter ?? 1) * 1000;
                const tried = (this.attempts.get(change.at) ?? 0) + 1;
                this.attempts.set(change.at, tried);
                const understood = failure instanceof Refused && failure.status < 500 && failure.status !== 408;
                if (!understood && tried < mostAttempts) return pause * tried;
                await this.refuse(change, failure instanceof Refused ? failure : new Refused(0, String(failure)));
            }
        }
        return null;
    }

    private async confirm(change: Waiting, { tasks, missing }: Omit<Sent, 'change'>): Promise<void> {
        const message: Message = change.kind === 'add' ? { renamed: [change.after[0]!.id, tasks[0]!.id] } : {};
        if (message.renamed) this.rename(...message.renamed);
        this.listeners.sent({ change, tasks, missing });
        this.drop(change);
        if (message.renamed) {
            const [from] = message.renamed;
            await this.keep((await this.kept()).filter(other => other.at !== change.at && mentions(other, from)).map(other => this.named(other)));
        }
        await this.forget([change]);
        this.tell(message);
    }

    /** The change goes. What was to be done to other tasks along with one that will not exist stays. */
    private async refuse(change: Waiting, reason: Refused): Promise<void> {
        const id = change.kind === 'add' ? change.after[0]!.id : null;
        const touched = id === null ? [] : this.waiting.filter(other => other.at !== change.at && mentions(other, id));
        const rest = touched.map(other => id === null ? other : without(other, id));
        const gone = [change, ...rest.filter(other => other.after.length === 0)];
        this.replace(this.waiting.filter(other => !gone.some(({ at }) => at === other.at))
            .map(other => rest.find(({ at }) => at === other.at) ?? other));
        await this.keep(rest.filter(other => other.after.length > 0));
        await this.forget(gone);
        this.tell({});
        this.listeners.refused(change, reason, touched);
    }

    private replace(waiting: readonly Waiting[]): void {
        this.waiting = waiting;
        this.listeners.changed();
    }

    private drop(change: Waiting): void {
        this.replace(this.waiting.filter(({ at }) => at !== change.at));
    }

    private rename(from: number, to: number): void {
        this.names.set(from, to);
        this.listeners.renamed(from, to);
        this.replace(this.waiting.map(change => this.named(change)));
    }

    /** With the numbers that the server has given to new tasks since. */
    private named<T extends Change>(change: T): T {
        if (!change.after.some(task => this.names.has(task.id))) return change;
        const name = (task: Task) => this.names.has(task.id) ? { ...task, id: this.names.get(task.id)! } : task;
        return { ...change, before: change.before.map(name), after: change.after.map(name) };
    }

    /** A time that is later than each before it, also when the clock is set back, and that no other tab has. */
    private now(): string {
        this.lastTime = Math.max(this.lastTime, Date.now());
        return `${String(this.lastTime).padStart(15, '0')}-${String(this.counter++).padStart(6, '0')}-${crypto.randomUUID().slice(0, 8)}`;
    }

    /** A change as it is now, or nothing when another tab has sent it meanwhile. */
    private async inStore(change: Waiting): Promise<Waiting | undefined> {
        if (!this.durable || this.unwritten.has(change.at)) return change;
        const kept = await this.store.read(change.at).catch(() => change);
        return kept && this.named(kept);
    }

    private kept = (): Promise<readonly Waiting[]> => this.store.all().catch(() => this.waiting);

    private async write(changes: readonly Waiting[]): Promise<void> {
        await this.keep(changes);
        await this.keep(changes.map(change => this.named(change)).filter((change, at) => change !== changes[at]));
        for (const { at } of changes) this.unwritten.delete(at);
        // It was sent faster than it was written down.
        await this.forget(changes.filter(({ at }) => !this.waiting.some(other => other.at === at)));
    }

    private async keep(changes: readonly Waiting[]): Promise<void> {
        if (changes.length === 0) return;
        await this.store.write(changes).catch(() => {
            this.durable = false;
            this.listeners.changed();
        });
    }

    private forget = (changes: readonly Waiting[]): Promise<void> => this.store.remove(changes).catch(() => undefined);

    private tell(message: Message): void {
        if (!this.closed) this.channel.postMessage(message);
    }
}
