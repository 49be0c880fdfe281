'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, type ReactNode } from 'react';
import { Button } from '@/components/Button';
import { lazily } from '@/components/lazily';
import { MessagePage } from '@/components/MessagePage';
import { SessionEnded } from '@/lib/api';
import { openWorkspace } from '@/features/tasks/workspace';
import { useWords } from '@/lib/words';
import { useLeaving } from './logOut';
import { loginAddress } from './nextAddress';
import { me } from './queries';
import { remember, session, useSession } from './session';

const SessionEndedDialog = lazily(async () => (await import('./SessionEndedDialog')).SessionEndedDialog);
const LogOutDialog = lazily(async () => (await import('./LogOutDialog')).LogOutDialog);

interface RequireAccountProps {
    /** Stands there until it is clear who is logged in. */
    fallback: ReactNode;
    children: ReactNode;
}

/** For pages that need an account. Whoever is remembered sees the page at once; a session that has ended shows when something is asked. */
export function RequireAccount({ fallback, children }: RequireAccountProps) {
    const { account, ended } = useSession();
    const leaving = useLeaving();
    const words = useWords().account;
    const router = useRouter();
    const client = useQueryClient();
    const { data, error, refetch } = useQuery({ ...me, enabled: () => !session().account });

    useEffect(() => {
        if (data) remember(data);
    }, [data]);

    // What waits goes out, whatever page is open, and goes on after the person has logged in again.
    useEffect(() => {
        if (account && !ended) openWorkspace(account, client).workspace.send();
    }, [account, ended, client]);

    // The account's time zone may have been changed on another device. It is asked for when there is nothing better to do.
    useEffect(() => {
        const timer = setTimeout(() => void import('./zone').then(zone => zone.settleZone(client)).catch(() => undefined), 3000);
        return () => clearTimeout(timer);
    }, [client]);

    useEffect(() => {
        if (error instanceof SessionEnded && !session().account) router.replace(loginAddress(location));
    }, [error, router]);

    if (!account && error && !(error instanceof SessionEnded)) return (
        <MessagePage title={words.title} text={words.cannotTell}>
            <Button look="primary" onClick={() => refetch()}>{words.tryAgain}</Button>
        </MessagePage>
    );
    return (
        <>
            {account ? children : fallback}
            {account && (leaving ? <LogOutDialog leaving={leaving} /> : ended && <SessionEndedDialog account={account} />)}
        </>
    );
}
