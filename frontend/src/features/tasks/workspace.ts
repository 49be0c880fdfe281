import type { QueryClient } from '@tanstack/react-query';
import type { Refused } from '@/lib/api';
import { fieldSentence } from '@/lib/fieldSentence';
import { words } from '@/lib/words';
import { sessionEnded, type Remembered } from '@/features/account/session';
import { inverse, restored, trashed } from './history';
import { say } from './notices';
import { newId, type Change, type Scope, type Sent, type Waiting } from './change';
import { Outbox } from './outbox';
import { latest } from './overlay';
import { cachedTask, takeIn } from './queries';
import { joinTags, sameTag, tagsOf, type Task, type TaskFields } from './task';

/** What a refused change leaves behind, so that nothing typed is lost: the place where it was typed offers it again. */
export interface Draft {
    taskId: number | null;
    fields: Partial<TaskFields>;
}

let opened: { workspace: Workspace; loaded: Promise<void> } | null = null;

/** The workspace of this account. It outlives the pages, so that what waits is sent whatever page is open. */
export function openWorkspace(account: Remembered, client: QueryClient): { workspace: Workspace; loaded: Promise<void> } {
    if (opened?.workspace.account.id !== account.id) {
        opened?.workspace.stop();
        const workspace = new Workspace(account, client);
        opened = { workspace, loaded: workspace.start() };
    }
    return opened!;
}

/** Everything that a person can do to tasks, and what of it still waits. */
export class Workspace {
    private readonly outbox: Outbox;
    private readonly listeners = new Set<() => void>();
    private past: Change[] = [];
    private snapshot: { waiting: readonly Waiting[]; tasks: Map<number, Task>; durable: boolean; draft: Draft | null };
    private readonly renamed = new Map<number, number>();
    private readonly firstNames = new Map<number, number>();

    constructor(readonly account: Remembered, private readonly client: QueryClient) {
        this.snapshot = { waiting: [], tasks: new Map(), durable: true, draft: null };
        this.outbox = new Outbox(account.id, {
            changed: () => this.update(),
            sent: sent => this.sent(sent),
            renamed: (from, to) => this.rename(from, to),
            refused: (change, reason, lost) => this.refused(change, reason, lost),
            sessionEnded,
            sentElsewhere: () => void this.refresh(),
        });
    }

    readonly subscribe = (listener: () => void) => {
        this.listeners.add(listener);
        return () => void this.listeners.delete(listener);
    };

    readonly current = () => this.snapshot;

    start = () => this.outbox.load();
    stop = () => this.outbox.close();
    send = () => this.outbox.send();
    refresh = () => this.client.invalidateQueries();

    /** The number under which a task goes by now: those made here get theirs from the server a moment later. */
    readonly idOf = (id: number) => this.renamed.get(id) ?? id;

    /** A name for a task that stays the same when the server gives it its number. */
    readonly keyOf = (id: number) => this.firstNames.get(id) ?? id;

    /** A task as the person sees it now. */
    readonly find = (id: number): Task | undefined => this.snapshot.tasks.get(this.idOf(id)) ?? cachedTask(this.client, this.idOf(id));

    add(fields: Partial<TaskFields> & { title: string }): Task {
        const now = new Date().toISOString();
        const task: Task = {
            id: newId(), user_id: this.account.id, description: null, due_date: null, priority: 'Medium', tags: null, recursion_pattern: null,
            completed: false, created_at: now, updated_at: now, ...fields,
        };
        this.carryOut({ kind: 'add', before: [], after: [task] });
        return task;
    }

    edit(tasks: Task[], fields: Partial<TaskFields>, scope?: Scope): void {
        const names = Object.keys(fields) as (keyof TaskFields)[];
        const different = tasks.filter(task => names.some(name => task[name] !== fields[name]));
        if (different.length === 0) return;
        this.carryOut({ kind: 'edit', before: different, after: different.map(task => ({ ...task, ...fields })), fields, scope }, words().notices.changed);
    }

    tag(tasks: Task[], add: string[], remove: string[], scope?: Scope): void {
        const after = tasks.map(task => ({
            ...task, tags: joinTags([...tagsOf(task).filter(tag => !remove.some(other => sameTag(tag, other))), ...add]),
        }));
        this.carryOut({ kind: 'tag', before: tasks, after, tags: { add, remove }, scope }, words().notices.changed);
    }

    complete(tasks: Task[], completed: boolean): void {
        const different = tasks.filter(task => task.completed !== completed);
        if (different.length === 0) return;
        this.carryOut({ kind: completed ? 'complete' : 'reopen', before: different, after: different.map(task => ({ ...task, completed })) },
            completed ? words().notices.completed : words().notices.reopened);
    }

    remove(tasks: Task[]): void {
        this.carryOut({ kind: 'delete', before: tasks, after: tasks.map(trashed) }, words().notices.deleted);
    }

    restore(tasks: Task[]): void {
        this.carryOut({ kind: 'restore', before: tasks, after: tasks.map(restored) }, words().notices.restored);
    }

    undo(): void {
        const last = this.past.pop();
        if (!last) return say({ text: words().notices.nothingToUndo });
        for (const change of inverse(last, task => this.find(task.id) ?? task)) this.outbox.add(change);
        say({ text: words().notices.undone });
    }

    readonly takeDraft = (): void => {
        this.snapshot = { ...this.snapshot, draft: null };
        this.tell();
    };

    private carryOut(change: Change, sentence?: (n: number, title: string) => string): void {
        if (change.after.length === 0) return;
        this.past = [...this.past.slice(-49), change];
        this.outbox.add(change);
        const calm = change.kind === 'edit' || change.kind === 'tag';
        if (!sentence || calm && change.after.length === 1) return;
        say({
            text: sentence(change.after.length, change.after[0]!.title),
            action: { label: words().notices.undo, run: () => this.undoThis(change) },
        });
    }

    private undoThis(change: Change): void {
        this.past = [...this.past.filter(other => other !== change), change];
        this.undo();
    }

    private sent(sent: Sent): void {
        const { change, missing } = sent;
        takeIn(this.client, sent);
        if (missing.length > 0 && change.kind !== 'delete')
            say({ text: words().notices.refused(change.after.find(task => missing.includes(task.id))!.title), detail: words().notices.gone, failed: true });
    }

    private rename(from: number, to: number): void {
        this.renamed.set(from, to);
        this.firstNames.set(to, from);
        for (const change of this.past)
            for (const tasks of [change.before, change.after])
                for (const [at, other] of tasks.entries()) if (other.id === from) tasks[at] = { ...other, id: to };
    }

    private refused(change: Waiting, reason: Refused, lost: readonly Waiting[]): void {
        const { kind, after } = change;
        // What was done to a new task since is offered along with it.
        const fields = Object.assign({}, change.fields, ...lost.map(other => other.fields)) as Partial<TaskFields>;
        this.past = this.past.filter(other => other.after[0]?.id !== after[0]!.id);
        const typed = kind === 'add' ? { taskId: null, fields: { ...fieldsOf(after[0]!), ...fields } } : kind === 'edit' ? { taskId: after[0]!.id, fields } : null;
        say({
            text: words().notices.refused(after[0]!.title),
            detail: whyNot(reason),
            failed: true,
            action: typed ? { label: words().notices.editAgain, run: () => this.offer(typed) } : undefined,
        });
    }

    private offer(draft: Draft): void {
        this.snapshot = { ...this.snapshot, draft };
        this.tell();
    }

    private update(): void {
        const waiting = this.outbox.all;
        this.snapshot = { ...this.snapshot, waiting, tasks: latest(waiting), durable: this.outbox.durable };
        this.tell();
    }

    private tell(): void {
        for (const listener of this.listeners) listener();
    }
}

const fieldsOf = ({ title, description, due_date, priority, tags, recursion_pattern }: Task): TaskFields =>
    ({ title, description, due_date, priority, tags, recursion_pattern });

function whyNot({ errors, message }: Refused): string {
    const { details } = words();
    const labels: Record<string, string> = {
        title: details.title, description: details.description, due_date: details.dueDate, tags: details.tags, recursion_pattern: details.repeats,
    };
    const sentences = Object.entries(errors).map(([field, [error]]) => fieldSentence(labels[field.replace(/^changes\./, '')] ?? field, error ?? '', words()));
    return sentences.join(' ') || message;
}
