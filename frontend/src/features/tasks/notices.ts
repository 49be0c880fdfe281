import { useSyncExternalStore } from 'react';

export interface Notice {
    id: number;
    text: string;
    /** A refusal stays until it is dismissed; everything else goes by itself. */
    failed?: boolean;
    detail?: string;
    action?: { label: string; run: () => void };
}

let shown: readonly Notice[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function show(next: readonly Notice[]) {
    shown = next;
    for (const listener of listeners) listener();
}

/** Says something at the edge of the screen. At most three notices stand there; older ones make room, and nothing stands there twice. */
export function say(notice: Omit<Notice, 'id'>): void {
    show([...shown.filter(other => other.text !== notice.text).slice(-2), { ...notice, id: ++lastId }]);
}

export const dismiss = (id: number) => show(shown.filter(notice => notice.id !== id));

const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
};

const none: readonly Notice[] = [];

export const useNotices = () => useSyncExternalStore(subscribe, () => shown, () => none);
