import createClient from 'openapi-fetch';
import type { components, paths } from './api.d';
import { heard, lost } from './connection';
import { answeredEarly } from './early';
import { keep, recall } from './lastKnown';

export type Schemas = components['schemas'];
export type Account = Schemas['Account'];

/** The server understood and said no: `errors` names the wrong fields. */
export class Refused extends Error {
    constructor(readonly status: number, detail: string, readonly errors: Record<string, string[]> = {}, readonly retryAfter?: number) {
        super(detail);
    }
}

/** Nobody answered, or only to say that the database is gone: trying again later makes sense. */
export class Unreachable extends Error {
    constructor(readonly cause?: unknown) {
        super('Doneon cannot be reached.');
    }
}

/** There is no session (any more). */
export class SessionEnded extends Error {
    constructor() {
        super('The session has ended.');
    }
}

/** A little longer than the server gives itself. */
const patience = 12_000;

async function send(request: Request): Promise<Response> {
    let answer: Response;
    try {
        answer = await (answeredEarly(request) ?? fetch(new Request(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(patience)]) })));
        // Half an answer is none.
        await answer.clone().arrayBuffer();
        request.signal.throwIfAborted();
    } catch (failure) {
        if (request.signal.aborted) throw failure;
        lost();
        const known = await recall(request);
        if (known) return known;
        throw new Unreachable(failure);
    }
    if (answer.status === 502 || answer.status === 503 || answer.status === 504) {
        lost();
        const known = await recall(request);
        if (known) return known;
        throw new Unreachable(answer.status);
    }
    heard();
    keep(request, answer);
    return answer;
}

export const api = createClient<paths>({ fetch: send });

api.use({
    async onResponse({ response, schemaPath }) {
        if (response.ok) return;
        if (response.status === 401 && schemaPath !== '/api/auth/login') throw new SessionEnded();
        throw await refusal(response);
    },
});

export async function refusal(response: Response): Promise<Refused> {
    const problem = await response.json().catch(() => ({})) as Partial<Schemas['ProblemDocument']>;
    const wait = Number(response.headers.get('Retry-After'));
    return new Refused(response.status, problem.detail ?? response.statusText, problem.errors ?? {}, wait > 0 ? wait : undefined);
}

/** What a request that did not throw has answered. */
export async function answerOf<T>(request: Promise<{ data?: T }>): Promise<T> {
    return (await request).data as T;
}
