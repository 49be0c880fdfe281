import { useSyncExternalStore } from 'react';

/** Whether Doneon answers: `offline` says the device, `unreachable` say the requests. */
export type Connection = 'up' | 'offline' | 'unreachable';

const pauses = [1, 2, 4, 8, 15].map(seconds => seconds * 1000);

let state: Connection = 'up';
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<(now: Connection) => void>();

function become(next: Connection) {
    if (state === next) return;
    state = next;
    for (const listener of listeners) listener(next);
}

/** A request was answered. */
export function heard() {
    clearTimeout(timer);
    timer = undefined;
    failures = 0;
    become('up');
}

/** A request was not answered, or only with the excuse that the database is gone. From now on we ask until somebody answers. */
export function lost() {
    become(navigator.onLine ? 'unreachable' : 'offline');
    if (timer) return;
    timer = setTimeout(askNow, pauses[Math.min(failures++, pauses.length - 1)]);
}

export async function askNow() {
    clearTimeout(timer);
    timer = undefined;
    try {
        const answer = await fetch('/health/ready', { cache: 'no-store', signal: AbortSignal.timeout(5000) });
        if (answer.ok) heard();
        else lost();
    } catch {
        lost();
    }
}

if (typeof window !== 'undefined') {
    window.addEventListener('online', () => void askNow());
    window.addEventListener('offline', () => lost());
    document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible' && state !== 'up') void askNow();
    });
}

export const connection = () => state;

export function onConnection(listener: (now: Connection) => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
}

export const useConnection = () => useSyncExternalStore(onConnection, connection, () => 'up' as const);
