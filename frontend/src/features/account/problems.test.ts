import { expect, test } from 'vitest';
import { Refused, SessionEnded, Unreachable } from '@/lib/api';
import type { Words } from '@/lib/words';
import { de } from '@/lib/words/de';
import { en } from '@/lib/words/en';
import { troubleOf } from './problems';

const labels: Record<string, string> = { username: 'User name', password: 'Password' };
const trouble = (failure: unknown, sentences = {}, words: Words = en, language = 'en') =>
    troubleOf(failure, words, language, sentences, field => labels[field]);

test('what is wrong with a field stands under it, in the app’s words', () => {
    const refused = new Refused(422, 'username …', { username: ['needs at least 3 characters.'], password: ['may not be empty.'] });
    expect(trouble(refused)).toEqual({ fields: { username: 'At least 3 characters, please.', password: 'Fill this in.' } });
    expect(trouble(refused, {}, de).fields.username).toBe('Bitte mindestens 3 Zeichen.');
});

test('a sentence that the app does not know is said as the server says it', () =>
    expect(trouble(new Refused(422, '', { username: ['is odd.'] })).fields.username).toBe('User name is odd.'));

test('what is wrong with a field that the form does not have is said above it', () =>
    expect(trouble(new Refused(422, 'body is odd.', { body: ['is odd.'] }))).toEqual({ message: 'body is odd.', fields: {} }));

test('a form has its own sentences for a status', () => {
    expect(trouble(new Refused(401, 'No.'), { 401: 'Wrong.' }).message).toBe('Wrong.');
    expect(trouble(new Refused(403, 'No.'), { 401: 'Wrong.' }).message).toBe('No.');
});

test('who tried too often learns when to go on', () => {
    expect(trouble(new Refused(429, '', {}, 45)).message).toBe('That was tried too often. Try again in 45 seconds.');
    expect(trouble(new Refused(429, '', {}, 840), {}, de, 'de').message).toBe('Das waren zu viele Versuche. Weiter geht es in 14 Minuten.');
});

test('without a connection what was typed is still there', () => expect(trouble(new Unreachable()).message).toBe(en.account.unreachable));

test('a session that has ended has its own dialog', () => expect(trouble(new SessionEnded())).toEqual({ fields: {} }));
