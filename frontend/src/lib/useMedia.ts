import { useCallback, useSyncExternalStore } from 'react';

/** Whether a media query holds. Before the page is alive nothing does. */
export function useMedia(query: string): boolean {
    const subscribe = useCallback((listener: () => void) => {
        const media = matchMedia(query);
        media.addEventListener('change', listener);
        return () => media.removeEventListener('change', listener);
    }, [query]);
    return useSyncExternalStore(subscribe, () => matchMedia(query).matches, () => false);
}

const readRootFontSize = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
let rootFontSize = typeof document === 'undefined' ? 16 : readRootFontSize();

const subscribeToSize = (listener: () => void) => {
    const read = () => {
        rootFontSize = readRootFontSize();
        listener();
    };
    window.addEventListener('resize', read);
    return () => window.removeEventListener('resize', read);
};

/** How many pixels a rem has: people choose larger letters in their browser's settings. Asking may cost a layout, so it is asked seldom. */
export const useRootFontSize = () => useSyncExternalStore(subscribeToSize, () => rootFontSize, () => 16);
