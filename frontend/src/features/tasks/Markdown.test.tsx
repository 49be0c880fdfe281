import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Markdown } from './Markdown';

const draw = (text: string) => renderToStaticMarkup(<Markdown text={text} />);

describe('a description', () => {
    it('shows what Markdown means', () => {
        const html = draw('# Plan\n\nBuy **oat** milk, ~~cow~~ and `bread`\n\n- one\n- two\n\n3. three\n\n> said\n\n|a|b|\n|:-:|-|\n|1|2|');
        for (const part of ['<h3', 'Plan</h3>', '<strong', '>oat</strong>', '<del>cow</del>', '<ul', 'start="3"', '<blockquote', '<td'])
            expect(html).toContain(part);
        expect(html).not.toContain('style=');
        expect(html).not.toContain(' id=');
    });

    it('opens links elsewhere, and only to pages and letters', () => {
        const html = draw('[a](https://example.org/x) [b](mailto:a@example.org) https://example.net/y [c](javascript:alert(1)) [d](data:text/html,x) '
            + '[e](/account) [f](//example.org) [g](java&#x09;script:alert(1)) [h](vbscript:x) <javascript:alert(1)>');
        expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href))
            .toEqual(['https://example.org/x', 'mailto:a@example.org', 'https://example.net/y']);
        expect(html.match(/<a [^>]*target="_blank" rel="noopener noreferrer nofollow"/g)).toHaveLength(3);
    });

    it('fetches no picture, and links to it instead', () => {
        const html = draw('![a boat](https://example.org/boat.png) ![](https://example.org/sea.png) ![no](javascript:x)');
        expect(html).not.toContain('<img');
        expect(html).not.toContain('preload');
        expect(html).toContain('href="https://example.org/boat.png"');
        expect(html).toContain('>a boat</a>');
        expect(html).toContain('>https://example.org/sea.png</a>');
    });

    it('shows HTML as the text that it is', () => {
        const html = draw('<script>run()</script>\n\n<div onclick="run()" style="color:red">x</div> <img src=x onerror=run()>\n\n<style>*{}</style>');
        expect(html.match(/<(?!\/?(div|p)\b)[a-z]/g)).toBeNull();
        expect(html).toContain('&lt;script&gt;run()&lt;/script&gt;');
    });

    it('shows tasks in lists as pictures: they are not there to be ticked', () => {
        const html = draw('- [x] one\n- [ ] two');
        expect([...html.matchAll(/<svg [^>]*role="img" aria-label="([^"]*)"/g)].map(([, name]) => name)).toEqual(['Done', 'Not done']);
        expect(html).not.toContain('<input');
    });

    const parts = ['[', '*', '_', '>', '> ', '- > ', '1. ', '`', '![', '[a](', '[^1]:', '<a ', '***a***', '|', '- [ ] ', '<div>', 'a@b.', '*a _b'];
    it.each(parts)(
        'is drawn in no time, even if it is 10,000 characters of %j', part => {
            const text = part.repeat(10_000 / part.length);
            draw('warm');
            const start = performance.now();
            expect(draw(text).length).toBeGreaterThan(0);
            expect(performance.now() - start).toBeLessThan(5000);
        });

    it('is drawn as plain text when it is nested too deeply', () => {
        const [stars, quotes] = ['*'.repeat(4999) + 'a' + '*'.repeat(4999), '>'.repeat(1000) + ' deep'];
        expect(draw(stars)).toContain(`<p class="whitespace-pre-wrap">${stars}</p>`);
        expect(draw(quotes)).toContain('&gt; deep</p>');
    });
});
