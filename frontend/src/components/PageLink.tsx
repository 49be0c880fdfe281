'use client';

import { useRouter } from 'next/navigation';
import type { ComponentProps, MouseEvent } from 'react';

/** A click that asks for a new tab or window is the browser's. */
export const isPlainClick = (event: MouseEvent) => event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** Leads to another page without loading everything anew. Next's own link does more, which the budget of the task page has no room for. */
export function PageLink({ href, ...rest }: ComponentProps<'a'> & { href: string }) {
    const router = useRouter();
    return <a href={href} {...rest} onClick={event => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        router.push(href);
    }} />;
}
