// The app's own files, kept so that it opens without a network. What the API answers is never kept here.

// scripts/finish.mjs writes these two above this code.
declare const VERSION: string;
declare const FILES: string[];

const worker = self as unknown as ServiceWorkerGlobalScope;
const current = `doneon-app-${VERSION}`;
const patience = 3000;

worker.addEventListener('install', event => event.waitUntil(keepFiles()));
worker.addEventListener('activate', event => event.waitUntil(takeOver()));
worker.addEventListener('fetch', event => {
    const { pathname, origin } = new URL(event.request.url);
    if (event.request.method !== 'GET' || origin !== worker.location.origin || /^\/(api|health|openapi)(\/|$)/.test(pathname)) return;
    event.respondWith(pathname.startsWith('/_next/static/') ? keptFirst(event.request) : networkFirst(event.request, pathname));
});

async function keepFiles() {
    await caches.delete(current);
    const cache = await caches.open(current);
    await cache.addAll(FILES);
    await worker.skipWaiting();
}

/** The files of the version before stay: a page of it may be open, and still need a part that it has not loaded. */
async function takeOver() {
    const names = (await caches.keys()).filter(name => name.startsWith('doneon-app-'));
    await Promise.all(names.slice(0, -2).map(name => caches.delete(name)));
    await worker.clients.claim();
}

/** The name of such a file is a hash of what is in it: what is kept is never old. */
async function keptFirst(request: Request) {
    return await caches.match(request, { ignoreVary: true }) ?? await fetch(request);
}

/** What the network says, unless it fails, has nothing better than a fault to tell, or takes too long. */
async function networkFirst(request: Request, pathname: string) {
    const answer = fetch(request);
    const late = new Promise<undefined>(resolve => setTimeout(resolve, patience));
    const first = await Promise.race([answer, late]).catch(() => undefined);
    if (first && first.status < 500) return first;
    const cache = await caches.open(current);
    const kept = await cache.match(pathname.replace(/(.)\/$/, '$1'), { ignoreVary: true });
    if (!kept) return answer;
    answer.catch(() => undefined);
    return kept;
}
