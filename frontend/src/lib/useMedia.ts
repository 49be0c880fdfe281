import { useSyncExternalStore } from 'react';

/** Whether a media query holds. Before the page is alive nothing does. */
export const useMedia = (query: string): boolean => useSyncExternalStore(
    changed => {
        const media = matchMedia(query);
        media.addEventListener('change', changed);
        return () => media.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
    () => false);

const subscribeToSize = (listener: () => void) => {
    window.addEventListener('resize', listener);
    return () => window.removeEventListener('resize', listener);
};

/** How many pixels a rem has: people choose larger letters in their browser's settings. */
export const useRootFontSize = () => useSyncExternalStore(subscribeToSize, () => parseFloat(getComputedStyle(document.documentElement).fontSize), () => 16);
