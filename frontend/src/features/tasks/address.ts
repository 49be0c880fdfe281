import { useMemo, useSyncExternalStore } from 'react';
import { addressOf, readQuestion, type Question } from './views';

/**
 * The task page is one page, and what it shows stands in the query string. Moving about in it asks the server for nothing but
 * tasks, and works offline.
 */
const moved = 'doneon:moved';

export function go(address: string, how: 'push' | 'replace' = 'push'): void {
    if (how === 'push') history.pushState(null, '', address);
    else history.replaceState(null, '', address);
    window.dispatchEvent(new Event(moved));
}

const subscribe = (listener: () => void) => {
    window.addEventListener('popstate', listener);
    window.addEventListener(moved, listener);
    return () => {
        window.removeEventListener('popstate', listener);
        window.removeEventListener(moved, listener);
    };
};

export interface Place {
    question: Question;
    /** The task whose details are open. */
    open: number | null;
}

function readPlace(search: string): Place {
    const params = new URLSearchParams(search);
    const open = Number(params.get('task'));
    return { question: readQuestion(params), open: Number.isInteger(open) && open !== 0 ? open : null };
}

export function usePlace(): Place {
    const search = useSyncExternalStore(subscribe, () => location.search, () => '');
    return useMemo(() => readPlace(search), [search]);
}

/** For what happens later than it was drawn. */
export const currentPlace = () => readPlace(location.search);

export function addressOfPlace(question: Partial<Question>, open: number | null): string {
    const address = addressOf(question);
    return open === null ? address : `${address}${address.includes('?') ? '&' : '?'}task=${open}`;
}
