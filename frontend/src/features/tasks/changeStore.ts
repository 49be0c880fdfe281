import { clear, createStore, delMany, entries, get, promisifyRequest, type UseStore } from 'idb-keyval';
import { isRemembered } from '@/features/account/session';
import type { Waiting } from './change';

/** Changes that were made while a page went away, until they lie with the others: localStorage alone writes before the page is gone. */
const lastWords = {
    nameOf: (userId: number, at = '') => `last-words-${userId}-${at}`,
    read: (userId: number): Waiting[] => Object.entries(localStorage)
        .filter(([name]) => name.startsWith(lastWords.nameOf(userId)))
        .map(([, text]) => JSON.parse(text as string) as Waiting),
    write(userId: number, changes: readonly Waiting[]) {
        // Another window has logged out: nothing of the account is to be left here.
        if (!isRemembered(userId)) return;
        try {
            for (const change of changes) localStorage.setItem(lastWords.nameOf(userId, change.at), JSON.stringify(change));
        } catch {
            // There is no room: the other store may still make it.
        }
    },
    forget(userId: number, changes: readonly Waiting[]) {
        for (const { at } of changes) localStorage.removeItem(lastWords.nameOf(userId, at));
    },
};

export const nameOf = (userId: number) => `doneon-changes-${userId}`;

const storeOf = (userId: number) => createStore(nameOf(userId), 'changes');

/** The waiting changes as they lie on the device, for all tabs. */
export class ChangeStore {
    private readonly store: UseStore;

    constructor(private readonly userId: number) {
        this.store = storeOf(userId);
    }

    async all(): Promise<Waiting[]> {
        const last = lastWords.read(this.userId);
        // When they cannot be taken over, they stay where they are until the next time.
        if (last.length > 0) await this.write(last).catch(() => undefined);
        return (await entries<string, Waiting>(this.store)).map(([, change]) => change);
    }

    read = (at: string): Promise<Waiting | undefined> => get<Waiting>(at, this.store);

    async write(changes: readonly Waiting[]): Promise<void> {
        await this.store('readwrite', kept => {
            for (const change of changes) kept.put(change, change.at);
            kept.transaction.commit();
            return promisifyRequest(kept.transaction);
        });
        lastWords.forget(this.userId, changes);
    }

    /** For a page that goes away, and does not live to see its changes written. */
    writeAtOnce(changes: readonly Waiting[]): void {
        lastWords.write(this.userId, changes);
    }

    remove(changes: readonly Waiting[]): Promise<void> {
        lastWords.forget(this.userId, changes);
        return delMany(changes.map(change => change.at), this.store);
    }
}

/** How many changes of this account wait on this device. */
export const countWaiting = (userId: number): Promise<number> => new ChangeStore(userId).all().then(all => all.length, () => 0);

/** At log-out. The database itself goes as soon as no page has it open any more. */
export async function forgetChanges(userId: number): Promise<void> {
    lastWords.forget(userId, lastWords.read(userId));
    await clear(storeOf(userId));
    indexedDB.deleteDatabase(nameOf(userId));
}
