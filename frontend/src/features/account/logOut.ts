import { useSyncExternalStore } from 'react';
import { api, SessionEnded } from '@/lib/api';
import { countWaiting } from '@/features/tasks/changeStore';
import { forgetEverything } from './forget';
import { useSession } from './session';

/** What stands between a person and the log-out: changes that wait, or a server that does not answer. */
export type Leaving = { userId: number; waiting: number } | { userId: number; failed: true } | null;

let state: Leaving = null;
const listeners = new Set<() => void>();

function become(next: Leaving) {
    state = next;
    for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
};

export const useLeaving = () => useSyncExternalStore(subscribe, () => state, () => null);

export const stay = () => become(null);

/** Logs out, come what may of changes that wait. */
export async function leave(userId: number): Promise<void> {
    try {
        await api.POST('/api/auth/logout');
    } catch (failure) {
        // A session that has ended already is as good. Any other must end on the server, or it lives on in the cookie.
        if (!(failure instanceof SessionEnded)) return become({ userId, failed: true });
    }
    await forgetEverything(userId, '/login');
}

/** Logs out; asks first when changes would be lost. RequireAccount shows what there is to ask and to say. */
export function useLogOut(): () => Promise<void> {
    const { account } = useSession();
    return async () => {
        if (!account) return;
        const waiting = await countWaiting(account.id);
        if (waiting > 0) become({ userId: account.id, waiting });
        else await leave(account.id);
    };
}
