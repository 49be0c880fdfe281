import { useCallback, useSyncExternalStore } from 'react';

/** Whether the window is as this media query says. */
export function useMedia(query: string): boolean {
    const subscribe = useCallback((listener: () => void) => {
        const list = matchMedia(query);
        list.addEventListener('change', listener);
        return () => list.removeEventListener('change', listener);
    }, [query]);
    return useSyncExternalStore(subscribe, () => matchMedia(query).matches, () => false);
}

const subscribeToSize = (listener: () => void) => {
    window.addEventListener('resize', listener);
    return () => window.removeEventListener('resize', listener);
};

/** How many pixels a rem has: people choose larger letters in their browser's settings. */
export const useRootFontSize = () => useSyncExternalStore(subscribeToSize, () => parseFloat(getComputedStyle(document.documentElement).fontSize), () => 16);
