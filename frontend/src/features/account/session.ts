import { useSyncExternalStore } from 'react';
import { forgetLastKnown } from '@/lib/lastKnown';

/** Who is logged in here, as far as this browser remembers: no secret, the session itself is a cookie that no script can read. */
export interface Remembered {
    id: number;
    username: string;
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
        const { id, username } = JSON.parse(localStorage.getItem(key) ?? 'null') as Remembered;
        return Number.isInteger(id) && typeof username === 'string' ? { id, username } : null;
    } catch {
        return null;
    }
}

if (typeof window !== 'undefined') {
    state = { account: remembered(), ended: false };
    // Another tab has logged in or out.
    window.addEventListener('storage', event => {
        if (event.key === key && remembered()?.id !== state.account?.id) location.reload();
    });
}

export function loggedIn({ id, username }: Remembered): void {
    localStorage.setItem(key, JSON.stringify({ id, username }));
    become({ account: { id, username }, ended: false });
}

export function sessionEnded(): void {
    if (state.account && !state.ended) become({ ...state, ended: true });
}

/** Nothing of the account stays in this browser. */
export async function forgetAccount(): Promise<void> {
    localStorage.removeItem(key);
    await forgetLastKnown();
    become(nobody);
}

const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
};

export const useSession = () => useSyncExternalStore(subscribe, () => state, () => nobody);
