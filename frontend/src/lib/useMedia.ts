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

const subscribeToSize = (listener: () => void) => {
    window.addEventListener('resize', listener);
    return () => window.removeEventListener('resize', listener);
};

/** How many pixels a rem has: people choose larger letters in their browser's settings. */
export const useRootFontSize = () => useSyncExternalStore(subscribeToSize, () => parseFloat(getComputedStyle(document.documentElement).fontSize), () => 16);
