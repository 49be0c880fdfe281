import { expect, it } from 'vitest';
import { en } from '@/lib/words/en';
import { asLine, asText, tooLong } from './limits';

it('counts characters as people do', () => {
    expect(tooLong('🦔'.repeat(200), 200, en)).toBeNull();
    expect(tooLong('🦔'.repeat(201), 200, en)).toBe(en.details.tooLong(200, 201));
});

it('makes one clean line of what was pasted', () => {
    expect(asLine('  Buy\tmilk\r\nand \u0007bread \n')).toBe('Buy milk and  bread');
});

it('leaves line breaks and tabs in a text', () => {
    expect(asText('a\n\tb\u0000\r\nc\u001b')).toBe('a\n\tb\nc');
});
