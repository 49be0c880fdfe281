import type { Words } from './words';

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
