import { infiniteQueryOptions, keepPreviousData, queryOptions, useInfiniteQuery, useQuery, useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answerOf, api, type Schemas } from '@/lib/api';
import { keepInstead } from '@/lib/lastKnown';
import { session, useSession } from '@/features/account/session';
import * as dates from './dates';
import type { Sent } from './change';
import { merge, recount } from './overlay';
import { isNew, type Task } from './task';
import { dependsOnDay, listOf, requestOf, type Question } from './views';

/** The first page is small, so that it is there at once; the others are few. */
const firstPage = 100;
const nextPages = 500;

interface Page {
    tasks: Task[];
    next: string | null;
    url: string;
}

type Pages = InfiniteData<Page, string | null>;

async function listPage(userId: number, question: Question, today: string, cursor: string | null, signal: AbortSignal): Promise<Page> {
    const { data, response } = await api.GET('/api/{user_id}/tasks', {
        signal,
        params: {
            path: { user_id: userId },
            query: { ...requestOf(question, today), limit: cursor ? nextPages : firstPage, ...(cursor && { cursor }) },
        },
    });
    const next = response.headers.get('Link')?.match(/<([^>]+)>; rel="next"/)?.[1];
    return { tasks: data!, url: response.url, next: next ? new URL(next, location.origin).searchParams.get('cursor') : null };
}

const listOptions = (userId: number, question: Question, today: string) => infiniteQueryOptions({
    queryKey: ['list', question, dependsOnDay(question) ? today : ''] as const,
    queryFn: ({ pageParam, signal }) => listPage(userId, question, today, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.next,
});

/** Begins to read a list before there is anything to show it. */
export const readAhead = (client: QueryClient, userId: number, question: Question) =>
    client.prefetchInfiniteQuery(listOptions(userId, question, dates.today(session().account?.time_zone)));

export const useList = (userId: number, question: Question, today: string) => useInfiniteQuery({
    ...listOptions(userId, question, today),
    // While somebody types a search, the hits of the word before stay; and the list of yesterday, until that of today is there.
    placeholderData: (before, query) => sameList(query?.queryKey[1] as Question | undefined, question) ? keepPreviousData(before) : undefined,
});

const sameList = (before: Question | undefined, now: Question) =>
    before && listOf(before) === listOf(now);

const summaryOptions = (userId: number, today: string) => queryOptions({
    queryKey: ['summary', today],
    queryFn: ({ signal }) => answerOf(api.GET('/api/{user_id}/tasks/summary', { signal, params: { path: { user_id: userId }, query: { today } } })),
});

export const useSummary = (userId: number, today: string) => useQuery(summaryOptions(userId, today));

/** For a phone's menu, which shows the counts when it opens, also without a connection. */
export function useSummaryAhead(userId: number, today: string): void {
    const client = useQueryClient();
    useEffect(() => void client.prefetchQuery(summaryOptions(userId, today)), [client, userId, today]);
}

/** One task, at once when a list has it. */
export const useTask = (client: QueryClient, userId: number, id: number) => useQuery({
    queryKey: ['task', id],
    queryFn: ({ signal }) => answerOf(api.GET('/api/{user_id}/tasks/{id}', { signal, params: { path: { user_id: userId, id } } })),
    initialData: () => cachedTask(client, id),
    initialDataUpdatedAt: 0,
    // The server gives out nothing that lies in the trash.
    enabled: query => !isNew(id) && !query.state.data?.deleted_at,
});

const lists = (client: QueryClient) => client.getQueryCache().findAll({ queryKey: ['list'] });

export function cachedTask(client: QueryClient, id: number): Task | undefined {
    for (const { state } of lists(client)) {
        const found = (state.data as Pages | undefined)?.pages.flatMap(page => page.tasks).find(task => task.id === id);
        if (found) return found;
    }
    return client.getQueryData<Task>(['task', id]);
}

/** Takes what the server has confirmed into everything that was read before, instead of reading it all again. */
export function takeIn(client: QueryClient, { change, tasks, missing }: Sent): void {
    // An answer that is on its way may be older than this one: it is asked for again.
    const reading = lists(client).filter(query => query.state.fetchStatus === 'fetching').map(query => query.queryKey);
    const stopped = client.cancelQueries({ queryKey: ['list'] });
    const changed = new Map(tasks.map(task => [task.id, task]));
    for (const query of lists(client)) {
        const [, question, today] = query.queryKey as [string, Question, string];
        const merged = client.setQueryData<Pages>(query.queryKey, data => data && mergePages(data, changed, new Set(missing), question, today));
        const first = merged?.pages[0];
        // A reload without a connection shows what is on the screen now.
        if (first?.url) void keepInstead(first.url, first.tasks.slice(0, firstPage));
    }
    for (const task of tasks) client.setQueryData(['task', task.id], task);
    // What repeats has made its next task, or taken it back.
    const turned = (change.kind === 'complete' || change.kind === 'reopen') && tasks.some(task => task.recursion_pattern);
    for (const query of client.getQueryCache().findAll({ queryKey: ['summary'] }))
        client.setQueryData<Schemas['Summary']>(query.queryKey, summary => summary && recount(summary, [change]));
    void client.invalidateQueries({ queryKey: ['list'], refetchType: turned ? 'active' : 'none' });
    void stopped.then(() => Promise.all(reading.map(queryKey => client.refetchQueries({ queryKey, exact: true, type: 'active' }))));
    void client.invalidateQueries({ queryKey: ['summary'] });
}

function mergePages(data: Pages, changed: ReadonlyMap<number, Task>, missing: ReadonlySet<number>, question: Question, today: string): Pages {
    const rows = data.pages.flatMap(page => page.tasks).filter(task => !missing.has(task.id));
    const merged = merge(rows, changed, question, today, data.pages.at(-1)!.next === null);
    let start = 0;
    const pages = data.pages.map((page, at) => {
        const end = at === data.pages.length - 1 ? merged.length : start + page.tasks.length;
        const tasks = merged.slice(start, end);
        start = end;
        return { ...page, tasks };
    });
    return { ...data, pages };
}

/** The person's date, also when a page stays open over midnight. */
export function useToday(): string {
    const zone = useSession().account?.time_zone;
    const [today, setToday] = useState(() => dates.today(zone));
    useEffect(() => {
        const check = () => setToday(dates.today(zone));
        check();
        const timer = setInterval(check, 30_000);
        document.addEventListener('visibilitychange', check);
        return () => {
            clearInterval(timer);
            document.removeEventListener('visibilitychange', check);
        };
    }, [zone]);
    return today;
}
