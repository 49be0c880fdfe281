import { expect, test } from 'vitest';
import { loginAddress, nextAddress } from './nextAddress';

const origin = 'https://doneon.example';

test.each(['/', '/?view=today', '/account', '/?q=a%20b&task=7', '/?tag=home#top'])('%s is an address of our own', address =>
    expect(nextAddress(address, origin)).toBe(address));

test.each([
    null, '', 'today', 'https://evil.example/', '//evil.example', '/\\evil.example', '\\\\evil.example', '/\t/evil.example', '/\n\\evil.example', '/.//evil.example',
    '/x/..//evil.example', 'javascript:alert(1)', '//', '/login', '/login/?next=%2Flogin', '/register?next=/',
])('%j leads home', address => expect(nextAddress(address, origin)).toBe('/'));

test('the login page leads back to where one was', () => {
    const address = loginAddress({ pathname: '/', search: '?tag=home&q=a+b' });
    expect(nextAddress(new URL(address, origin).searchParams.get('next'), origin)).toBe('/?tag=home&q=a+b');
    expect(loginAddress({ pathname: '/', search: '' })).toBe('/login');
});
