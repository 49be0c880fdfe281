import { clear, createStore, delMany, entries, get, keys, promisifyRequest, type UseStore } from 'idb-keyval';
import type { Waiting } from './change';

export const nameOf = (userId: number) => `doneon-changes-${userId}`;

const storeOf = (userId: number) => createStore(nameOf(userId), 'changes');

/** The waiting changes as they lie on the device, for all tabs. */
export class ChangeStore {
    private readonly store: UseStore;

    constructor(userId: number) {
        this.store = storeOf(userId);
    }

    all = async (): Promise<Waiting[]> => (await entries<string, Waiting>(this.store)).map(([, change]) => change);

    read = (at: string): Promise<Waiting | undefined> => get<Waiting>(at, this.store);

    write = (changes: readonly Waiting[]): Promise<void> => this.store('readwrite', kept => {
        for (const change of changes) kept.put(change, change.at);
        // Without this, what is written while the page goes away would be taken back.
        kept.transaction.commit();
        return promisifyRequest(kept.transaction);
    });

    remove = (changes: readonly Waiting[]): Promise<void> => delMany(changes.map(change => change.at), this.store);
}

/** How many changes of this account wait on this device. */
export const countWaiting = (userId: number): Promise<number> => keys(storeOf(userId)).then(all => all.length, () => 0);

/** At log-out. The database itself goes as soon as no page has it open any more. */
export async function forgetChanges(userId: number): Promise<void> {
    await clear(storeOf(userId));
    indexedDB.deleteDatabase(nameOf(userId));
}
