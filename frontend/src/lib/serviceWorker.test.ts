import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import ts from 'typescript';
import { beforeEach, describe, expect, test, vi } from 'vitest';

const source = readFileSync('src/worker/service-worker.ts', 'utf8');
const code = ts.transpileModule(source, { compilerOptions: { target: ts.ScriptTarget.ES2022 } }).outputText;
const origin = 'https://doneon.example';

/** A browser's store of answers, as far as the service worker uses it. */
class Caches {
    readonly all = new Map<string, Map<string, string>>();
    keys = async () => [...this.all.keys()];
    delete = async (name: string) => this.all.delete(name);
    match = async (request: { url: string }) => [...this.all.values()].map(kept => kept.get(new URL(request.url).pathname)).find(Boolean);
    open = async (name: string) => {
        const kept = this.all.get(name) ?? new Map<string, string>();
        this.all.set(name, kept);
        return {
            addAll: async (paths: string[]) => { for (const path of paths) kept.set(path, `${name} ${path}`); },
            match: async (path: string) => kept.get(path),
        };
    };
}

type Event = { request?: object; waitUntil?: (work: Promise<unknown>) => void; respondWith?: (answer: Promise<unknown>) => void };

let caches: Caches;
const network = vi.fn<() => Promise<unknown>>();

/** Runs the worker of one version, and gives back how to ask it. */
async function start(version: string, files: string[]) {
    const listeners: Record<string, (event: Event) => void> = {};
    const addEventListener = (name: string, listener: (event: Event) => void) => { listeners[name] = listener; };
    const self = { addEventListener, location: { origin }, skipWaiting: async () => undefined, clients: { claim: async () => undefined } };
    const world = { self, caches, URL, fetch: network, setTimeout: (work: () => void, time: number) => setTimeout(work, time) };
    runInNewContext(`const VERSION = '${version}', FILES = ${JSON.stringify(files)};\n${code}`, world);
    for (const name of ['install', 'activate']) {
        let work: Promise<unknown> = Promise.reject(new Error(`nothing waits for ${name}`));
        work.catch(() => undefined);
        listeners[name]?.({ waitUntil: promise => { work = promise; } });
        await work;
    }
    return (path: string, method = 'GET') => {
        let answer: Promise<unknown> | 'left to the browser' = 'left to the browser';
        const request = { url: new URL(path, origin).href, method };
        listeners['fetch']?.({ request, respondWith: promise => { answer = promise; } });
        return answer;
    };
}

beforeEach(() => {
    caches = new Caches();
    network.mockReset().mockResolvedValue({ status: 200 });
});

describe('the service worker', () => {
    test('leaves to the browser what is not the app’s own', async () => {
        const ask = await start('1', ['/']);
        for (const path of ['/api/1/tasks', '/api', '/health/ready', '/openapi/v1.json', 'https://elsewhere.example/'])
            expect(ask(path)).toBe('left to the browser');
        expect(ask('/', 'POST')).toBe('left to the browser');
        expect(network).not.toHaveBeenCalled();
    });

    test('asks the network for a page', async () => {
        const ask = await start('1', ['/']);
        expect(await ask('/?view=today')).toEqual({ status: 200 });
    });

    test.each([
        ['/?view=today&task=5', 'doneon-app-1 /'], ['/login', 'doneon-app-1 /login'],
        ['/login/?next=%2F', 'doneon-app-1 /login'], ['/login.txt?_rsc=1', 'doneon-app-1 /login.txt'],
    ])('shows the kept %s without a network', async (path, kept) => {
        const ask = await start('1', ['/', '/login', '/login.txt']);
        network.mockRejectedValue(new TypeError('no network'));
        expect(await ask(path)).toBe(kept);
        await expect(ask('/unknown')).rejects.toThrow('no network');
    });

    test('shows the kept page when the server fails or takes longer than three seconds', async () => {
        const ask = await start('1', ['/']);
        network.mockResolvedValue({ status: 502 });
        expect(await ask('/')).toBe('doneon-app-1 /');
        vi.useFakeTimers();
        network.mockReturnValue(new Promise(() => undefined));
        const slow = ask('/');
        await vi.advanceTimersByTimeAsync(3000);
        expect(await slow).toBe('doneon-app-1 /');
        vi.useRealTimers();
    });

    test('takes a hashed file from what is kept, of this version or the one before, and asks for no other', async () => {
        await start('1', ['/', '/_next/static/chunks/a.js']);
        await start('2', ['/', '/_next/static/chunks/b.js']);
        const ask = await start('3', ['/', '/_next/static/chunks/c.js']);
        expect(await caches.keys()).toEqual(['doneon-app-2', 'doneon-app-3']);
        expect(await ask('/_next/static/chunks/b.js')).toBe('doneon-app-2 /_next/static/chunks/b.js');
        expect(await ask('/_next/static/chunks/c.js')).toBe('doneon-app-3 /_next/static/chunks/c.js');
        expect(network).not.toHaveBeenCalled();
        expect(await ask('/_next/static/chunks/a.js')).toEqual({ status: 200 });
    });
});
