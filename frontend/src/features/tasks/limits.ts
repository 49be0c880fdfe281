import type { Words } from '@/lib/words';

/** What the server takes, so that too much is explained before it is sent. It counts characters as people do, not as UTF-16 does. */
export const most = { title: 200, description: 10_000, recursion_pattern: 100, tag: 50, tags: 20 } as const;

const lengthOf = (text: string) => Array.from(text).length;

export const tooLong = (text: string, limit: number, { details }: Words): string | null =>
    text.length > limit && lengthOf(text) > limit ? details.tooLong(limit, lengthOf(text)) : null;

/** A line as the server takes it: no line breaks, nothing invisible that steers a terminal. */
export const asLine = (text: string) => text.replace(/\p{Cc}+/gu, ' ').trim();

/** A text of several lines as the server takes it. */
export const asText = (text: string) => text.replace(/[^\P{Cc}\n\t]+/gu, '');
