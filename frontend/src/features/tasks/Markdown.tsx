import { Square, SquareCheck } from 'lucide-react';
import { astToJSX, parser, type MarkdownToJSX } from 'markdown-to-jsx/react';
import { createElement, Fragment, useMemo, type ComponentProps, type ReactNode } from 'react';
import { useTaskWords } from './taskWords';

/** What a description may consist of. Anything else gives way to what stands in it. */
const looks: Record<string, [tag: string, className?: string]> = {
    h1: ['h3', 'mt-4 text-base font-semibold text-balance'],
    h2: ['h4', 'mt-4 font-semibold text-balance'],
    h3: ['h5', 'mt-3 font-semibold'],
    h4: ['h6', 'mt-3 font-medium'],
    h5: ['h6', 'mt-3 font-medium'],
    h6: ['h6', 'mt-3 font-medium'],
    p: ['p', 'mt-2 whitespace-pre-line'],
    ul: ['ul', 'mt-2 list-disc ps-5 marker:text-ink-soft [li_&]:mt-0'],
    ol: ['ol', 'mt-2 list-decimal ps-6 marker:text-ink-soft [li_&]:mt-0'],
    li: ['li', 'mt-0.5 has-[>svg]:-ms-5 has-[>svg]:list-none'],
    blockquote: ['blockquote', 'mt-2 border-s-2 border-line ps-3 text-ink-soft'],
    pre: ['pre', 'mt-2 overflow-x-auto rounded-lg bg-sunken p-3 text-sm [&_code]:bg-transparent [&_code]:p-0'],
    code: ['code', 'rounded bg-sunken px-1 py-0.5 font-mono text-[0.9em]'],
    hr: ['hr', 'my-4 border-line'],
    table: ['table', 'mt-2 block max-w-full overflow-x-auto'],
    thead: ['thead'],
    tbody: ['tbody'],
    tr: ['tr', 'border-b border-line'],
    th: ['th', 'py-1 pe-4 text-start font-medium'],
    td: ['td', 'py-1 pe-4 align-top'],
    header: ['strong'],
    footer: ['div', 'mt-3 text-sm text-ink-soft'],
    div: ['div'],
    em: ['em'],
    strong: ['strong', 'font-semibold'],
    del: ['del'],
    sup: ['sup'],
    br: ['br'],
};

/** Each of these reads from left or from right, as its own letters do. */
const ownDirection = /^(h\d|p|li|blockquote|pre|th|td)$/;

/** What the parser hands over; only what is asked for here gets through. */
interface Given {
    href?: string;
    src?: string;
    alt?: string;
    start?: number;
    checked?: boolean;
}

function draw(type: unknown, props: ComponentProps<'div'> & Given | null, ...children: ReactNode[]): ReactNode {
    const { key, href, src, alt, start, checked } = (props ?? {}) as Given & { key?: string };
    if (type === 'a') return createElement(Link, { key, to: href }, ...children);
    if (type === 'img') return <Link key={key} to={src}>{alt || src}</Link>;
    if (type === 'input') return <Box key={key} checked={Boolean(checked)} />;
    const look = looks[String(type)];
    if (!look) return createElement(Fragment, { key }, ...children);
    const [tag, className] = look;
    const attributes = { key, className, dir: ownDirection.test(tag) ? 'auto' : undefined, start: tag === 'ol' ? start : undefined };
    return createElement(tag, attributes, ...children);
}

/** Only addresses that open a page or a letter are links. */
const Link = ({ to, children }: { to?: string; children?: ReactNode }) => to && /^(https?:\/\/|mailto:)/i.test(to)
    ? <a href={to} target="_blank" rel="noopener noreferrer nofollow" className="text-accent underline underline-offset-2">{children}</a>
    : children;

function Box({ checked }: { checked: boolean }) {
    const own = useTaskWords();
    const Picture = checked ? SquareCheck : Square;
    const name = checked ? own.done : own.notDone;
    return <Picture size={16} role="img" aria-label={name} className="me-2 mb-0.5 inline text-ink-soft" />;
}

const options: MarkdownToJSX.Options = {
    disableParsingRawHTML: true,
    wrapper: Fragment,
    createElement: draw as MarkdownToJSX.Options['createElement'],
};

/** Deeper than anybody writes; what is deeper still could take the browser's stack. */
const deepest = 150;

function isTooDeep(tree: unknown): boolean {
    let level = [tree];
    for (let depth = 0; level.length > 0; depth++) {
        if (depth > deepest) return true;
        level = level.flatMap(node => typeof node === 'object' && node !== null ? Object.values(node) : []);
    }
    return false;
}

function render(text: string): ReactNode {
    try {
        const tree = parser(text, { disableParsingRawHTML: true });
        if (!isTooDeep(tree)) return astToJSX(tree, options);
    } catch {
        // Too deep to be read at all.
    }
    return <p className="whitespace-pre-wrap">{text}</p>;
}

/** Text that somebody wrote, drawn as Markdown. None of it runs, none of it is fetched. */
export function Markdown({ text }: { text: string }) {
    const drawn = useMemo(() => render(text), [text]);
    return <div className="break-words [&>:first-child]:mt-0">{drawn}</div>;
}
