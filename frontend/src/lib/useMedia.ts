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
