import { Refused, SessionEnded, Unreachable } from '@/lib/api';
import { fieldSentence } from '@/lib/fieldSentence';
import { relativeTime } from '@/lib/relativeTime';
import type { Words } from '@/lib/words';

/** Why a form was not taken: for the whole of it, or by field. */
export interface Trouble {
    message?: string;
    fields: Record<string, string>;
}

export type Sentences = Partial<Record<number, string>>;

/** What a person reads about a request that failed. `sentences` are the form's own, by status. */
export function troubleOf(
    failure: unknown, words: Words, language: string, sentences: Sentences, labelOf: (field: string) => string | undefined,
): Trouble {
    if (failure instanceof SessionEnded) return { fields: {} };
    if (failure instanceof Unreachable) return { message: words.account.unreachable, fields: {} };
    if (!(failure instanceof Refused)) return { message: words.failure.title, fields: {} };
    if (failure.status === 429) {
        const now = Date.now();
        const then = now + (failure.retryAfter ?? 60) * 1000;
        return { message: words.account.tooManyTries(relativeTime(new Date(then), new Date(now), language)), fields: {} };
    }
    const fields = Object.fromEntries(Object.entries(failure.errors).flatMap(([field, [error]]) => {
        const label = labelOf(field);
        return label && error ? [[field, fieldSentence(label, error, words)]] : [];
    }));
    if (Object.keys(fields).length > 0) return { fields };
    return { message: sentences[failure.status] ?? failure.message, fields };
}
