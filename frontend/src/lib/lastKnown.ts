/**
 * The last answers to what a person reads, kept on the device, so that a reload without a connection shows them.
 * Searches and further pages are not kept: there is no end to them.
 */
const storeName = 'doneon-last-known';

let forgotten = false;

const available = () => typeof caches !== 'undefined';

const worthKeeping = (address: string) => {
    const url = new URL(address);
    // Whether somebody is logged in, and where, is never answered from memory.
    return url.pathname.startsWith('/api/') && !url.pathname.startsWith('/api/auth/')
        && !url.searchParams.has('q') && !url.searchParams.has('cursor');
};

/** Yesterday's answer is better than none: it is kept without the day that it was for. */
function nameOf(address: string): string {
    const url = new URL(address);
    for (const day of ['due_before', 'due_after', 'today']) if (url.searchParams.has(day)) url.searchParams.set(day, '');
    return url.href;
}

/** What is kept as soon as the page has nothing better to do. */
const soon = new Map<string, Response>();

export function keep(request: Request, answer: Response): void {
    if (request.method !== 'GET' || !answer.ok) return;
    if (soon.size === 0) whenIdle(keepAll);
    soon.set(request.url, answer.clone());
}

function keepAll() {
    for (const [url, answer] of soon) void put(url, answer);
}

// Not every browser tells when it is idle.
const whenIdle = (task: () => void) => 'requestIdleCallback' in window ? requestIdleCallback(task, { timeout: 1000 }) : setTimeout(task, 200);

/** What an answer would be by now, because a change has been confirmed since. */
export const keepInstead = (url: string, content: unknown) => put(url, Response.json(content));

async function put(url: string, answer: Response): Promise<void> {
    soon.delete(url);
    if (forgotten || !available() || !worthKeeping(url)) return;
    // A full disk or a private window: then there is no last known answer, and nothing else is wrong.
    await caches.open(storeName).then(store => store.put(nameOf(url), answer)).catch(() => undefined);
}

export async function recall(request: Request): Promise<Response | undefined> {
    if (!available() || request.method !== 'GET' || !worthKeeping(request.url)) return undefined;
    return caches.open(storeName).then(store => store.match(nameOf(request.url))).catch(() => undefined);
}

/** At log-out for good: an answer that is still on its way is not kept either. */
export async function forgetLastKnown(forGood = false): Promise<void> {
    forgotten = forGood;
    soon.clear();
    if (available()) await caches.delete(storeName);
}
