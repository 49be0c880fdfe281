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

/**
 * Says something at the edge of the screen, and nothing twice. Older notices make room, but those of a failure, which may hold what
 * somebody typed.
 */
export function say(notice: Omit<Notice, 'id'>): void {
    const others = shown.filter(other => other.text !== notice.text);
    const fleeting = others.filter(other => !other.failed).slice(-2);
    show([...others.filter(other => other.failed || fleeting.includes(other)), { ...notice, id: ++lastId }]);
}

export const dismiss = (id: number) => show(shown.filter(notice => notice.id !== id));

const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
};

const none: readonly Notice[] = [];

export const useNotices = () => useSyncExternalStore(subscribe, () => shown, () => none);
