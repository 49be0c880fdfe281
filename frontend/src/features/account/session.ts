import { useSyncExternalStore } from 'react';
import { forgetLastKnown } from '@/lib/lastKnown';

/** Who is logged in here, as far as this browser remembers: no secret, the session itself is a cookie that no script can read. */
export interface Remembered {
    id: number;
    username: string;
    /** Where it decides which day it is. */
    time_zone?: string | null;
}

interface Session {
    account: Remembered | null;
    /** The server no longer knows the session of `account`: log in again to go on. */
    ended: boolean;
}

const key = 'account';
const nobody: Session = { account: null, ended: false };
const listeners = new Set<() => void>();
let state = nobody;

function become(next: Session) {
    state = next;
    for (const listener of listeners) listener();
}

function remembered(): Remembered | null {
    try {
        const { id, username, time_zone } = JSON.parse(localStorage.getItem(key) ?? 'null') as Remembered;
        return Number.isInteger(id) && typeof username === 'string' ? { id, username, time_zone } : null;
    } catch {
        return null;
    }
}

/** Whether nobody has logged this account out, in whichever window. */
export const isRemembered = (id: number) => remembered()?.id === id;

if (typeof window !== 'undefined') {
    state = { account: remembered(), ended: false };
    const loadAgainAsSomebodyElse = () => remembered()?.id !== state.account?.id && location.reload();
    // Another tab has logged in or out; or somebody came back to a page from before that.
    window.addEventListener('storage', event => event.key === key && loadAgainAsSomebodyElse());
    window.addEventListener('pageshow', event => event.persisted && loadAgainAsSomebodyElse());
}

let arriving = false;
let forgotten = false;

/** True once after a log-in: the button that had the focus is gone with its page. */
export function takeArrival(): boolean {
    const arrived = arriving;
    arriving = false;
    return arrived;
}

/** Somebody has just logged in here. */
export function loggedIn(account: Remembered): void {
    arriving = !state.account;
    remember(account);
}

export function remember({ id, username, time_zone }: Remembered): void {
    // An answer that was on its way while somebody logged out.
    if (forgotten) return;
    const before = state.account;
    const same = before?.id === id && before.username === username && before.time_zone === time_zone;
    if (before && before.id !== id) void forgetLastKnown();
    localStorage.setItem(key, JSON.stringify({ id, username, time_zone }));
    // The same person goes on with the same object, and so with everything that hangs on it.
    become({ account: same ? before : { id, username, time_zone }, ended: false });
}

export function sessionEnded(): void {
    if (state.account && !state.ended) become({ ...state, ended: true });
}

/** For a page that is left at once: it goes on as it was, so that nothing flashes. */
export async function forgetAccount(): Promise<void> {
    forgotten = true;
    localStorage.removeItem(key);
    await forgetLastKnown(true);
}

const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
};

export const session = () => state;

export const useSession = () => useSyncExternalStore(subscribe, session, () => nobody);
