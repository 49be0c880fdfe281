import { describe, expect, it } from 'vitest';
import { moved } from './dismissed';

/** Where the part in brackets is in the second line, in brackets again. */
function after(before: string, now: string): string {
    const [start, end] = [before.indexOf('['), before.indexOf(']') - 1];
    const [part] = moved([{ start, length: end - start }], before.replace(/[[\]]/g, ''), now);
    return part ? `${now.slice(0, part.start)}[${now.slice(part.start, part.start + part.length)}]${now.slice(part.start + part.length)}` : now;
}

describe('a dismissed part', () => {
    it('is only where it was dismissed, whatever else is written the same', () => {
        expect(after('call on [mon] monthly mon', 'call on mon monthly mon !high')).toBe('call on [mon] monthly mon !high');
        expect(after('pay monthly [mon] about mon', 'pay rent monthly mon about mon')).toBe('pay rent monthly [mon] about mon');
    });

    it('moves with what is typed before and after it', () => {
        expect(after('call [tomorrow]', 'please call tomorrow')).toBe('please call [tomorrow]');
        expect(after('[tomorrow] call', 'tomorrow call Bob')).toBe('[tomorrow] call Bob');
        expect(after('a [today] b', 'a today c')).toBe('a [today] c');
    });

    it('is one no more when it is changed or grows into another word', () => {
        expect(after('call [mon]', 'call monthly')).toBe('call monthly');
        expect(after('call [mon]', 'call xmon')).toBe('call xmon');
        expect(after('call [tomorrow] Bob', 'call tomrow Bob')).toBe('call tomrow Bob');
        expect(after('call [mon]', 'call mon.')).toBe('call [mon].');
        expect(after('call [mon]', '')).toBe('');
    });
});
