import { expect, test } from 'vitest';
import { relativeTime } from './relativeTime';

const now = new Date('2026-03-01T12:00:00Z');
const after = (seconds: number) => relativeTime(new Date(now.getTime() + seconds * 1000), now, 'en');

test.each([
    [0, 'now'], [-20, 'now'], [20, 'in 20 seconds'], [-60, '1 minute ago'], [-3000, '50 minutes ago'], [840, 'in 14 minutes'], [-7200, '2 hours ago'],
    [-86_400, 'yesterday'], [-5 * 86_400, '5 days ago'],
])('%d seconds from now is %s', (seconds, expected) => expect(after(seconds)).toBe(expected));

test('other languages have their own words', () => expect(relativeTime(new Date(now.getTime() - 7200_000), now, 'de')).toBe('vor 2 Stunden'));
