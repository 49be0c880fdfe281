import { useEffect } from 'react';
import { en } from './words/en';

/** The page's title in the person's language; the exported page has the English one. */
export function useTitle(title: string): void {
    useEffect(() => {
        document.title = `${title} · ${en.appName}`;
    }, [title]);
}
