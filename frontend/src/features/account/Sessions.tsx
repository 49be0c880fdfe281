import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Alert } from '@/components/Alert';
import { Bone } from '@/components/Bone';
import { Button } from '@/components/Button';
import { api, Refused, SessionEnded, type Schemas } from '@/lib/api';
import { relativeTime } from '@/lib/relativeTime';
import { useLanguage, useWords } from '@/lib/words';
import { deviceName } from './device';
import { sessions } from './queries';
import { Section } from './Section';
import { sessionEnded } from './session';
import { useAccountWords } from './words';

type Item = Schemas['SessionItem'];

export function Sessions() {
    const words = useWords().account;
    const own = useAccountWords();
    const client = useQueryClient();
    const { data, isPending, refetch } = useQuery(sessions);
    const [said, setSaid] = useState<{ text: string; failed?: boolean }>();
    const status = useRef<HTMLParagraphElement>(null);

    useEffect(() => {
        // The button that had the focus is gone.
        if (said && !said.failed) status.current?.focus();
    }, [said]);

    /** Ends sessions on the server, takes them from the list, and says so. */
    async function end(request: Promise<unknown>, stays: (item: Item) => boolean, text: string) {
        try {
            // What has ended meanwhile is as good.
            await request.catch(failure => { if (!(failure instanceof Refused && failure.status === 404)) throw failure; });
            client.setQueryData(sessions.queryKey, items => items?.filter(stays));
            setSaid({ text });
        } catch (failure) {
            if (failure instanceof SessionEnded) return sessionEnded();
            setSaid({ text: words.unreachable, failed: true });
        }
    }

    const endOne = ({ id }: Item) =>
        end(api.DELETE('/api/auth/sessions/{id}', { params: { path: { id } } }), item => item.id !== id, own.sessionEnded);
    const endOthers = () => end(api.DELETE('/api/auth/sessions'), item => item.current, own.othersEnded);
    const thisFirst = data?.toSorted((one, other) => Number(other.current) - Number(one.current));

    return (
        <Section title={own.sections.sessions} hint={own.sessionsHint}>
            <ul aria-busy={isPending} className="divide-y divide-line">
                {isPending && [1, 2].map(row => (
                    <li key={row} className="py-3 first:pt-0"><Bone className="my-1 h-4 w-44" /><Bone className="mt-2 mb-1 h-3 w-32" /></li>
                ))}
                {thisFirst?.map(item => <SessionRow key={item.id} item={item} onEnd={() => endOne(item)} />)}
            </ul>
            {!isPending && !data && (
                <Alert>
                    {own.sessionsFailed} <button className="font-medium underline" onClick={() => refetch()}>{words.tryAgain}</button>
                </Alert>
            )}
            {data && data.length > 1 && <Button look="danger" className="mt-3" onClick={endOthers}>{own.endOthers}</Button>}
            {said?.failed && <Alert className="mt-3">{said.text}</Alert>}
            <p role="status" ref={status} tabIndex={-1} className="mt-3 text-accent outline-none empty:hidden">
                {said && !said.failed && said.text}
            </p>
        </Section>
    );
}

function SessionRow({ item, onEnd }: { item: Item; onEnd: () => void }) {
    const own = useAccountWords();
    const language = useLanguage();
    const [now] = useState(() => new Date());
    const name = deviceName(item.device, own.browserOn) || own.unknownDevice;
    const used = relativeTime(new Date(item.last_used_at), now, language);
    const since = new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(item.created_at));
    return (
        <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3 first:pt-0">
            <div className="min-w-0 flex-1 basis-48">
                <p className="truncate font-medium" title={item.device}>{name}</p>
                <p className="flex flex-wrap gap-x-3 text-sm text-ink-soft">
                    <span>{own.lastUsed(used)}</span><span>{own.since(since)}</span>
                </p>
            </div>
            {item.current
                ? <p className="rounded-full bg-accent-soft px-2.5 py-0.5 text-sm font-medium text-accent-strong">{own.thisDevice}</p>
                : <Button aria-label={`${own.endSession}: ${name}`} onClick={onEnd}>{own.endSession}</Button>}
        </li>
    );
}
