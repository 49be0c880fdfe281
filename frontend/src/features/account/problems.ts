import { Refused, SessionEnded, Unreachable } from '@/lib/api';
import { relativeTime } from '@/lib/relativeTime';
import type { Words } from '@/lib/words';

/** Why a form was not taken: for the whole of it, or by field. */
export interface Trouble {
    message?: string;
    fields: Record<string, string>;
}

export type Sentences = Partial<Record<number, string>>;

type Wrong = Words['account']['wrong'];

/** The server's sentences about fields, and how the app says them. */
const known: [RegExp, (wrong: Wrong, n: number) => string][] = [
    [/^is already taken/, wrong => wrong.taken],
    [/^already has an account/, wrong => wrong.emailTaken],
    [/^must be an e-mail address/, wrong => wrong.emailShape],
    [/^may have letters/, wrong => wrong.lettersAndDigits],
    [/control characters/, wrong => wrong.controlCharacters],
    [/^needs at least (\d+)/, (wrong, n) => wrong.tooShort(n)],
    [/^may have at most (\d+)/, (wrong, n) => wrong.tooLong(n)],
    [/^is not your password/, wrong => wrong.notYourPassword],
];

export function fieldSentence(label: string, error: string, words: Words): string {
    if (/^(is required|may not be empty)/.test(error)) return words.account.required;
    for (const [pattern, say] of known) {
        const match = error.match(pattern);
        if (match) return say(words.account.wrong, Number(match[1]));
    }
    return `${label} ${error}`;
}

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
