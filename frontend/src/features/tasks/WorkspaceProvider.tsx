'use client';

import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useSession } from '@/features/account/session';
import { readAhead } from './queries';
import { readQuestion } from './views';
import { Workspace } from './workspace';

const Context = createContext<Workspace | null>(null);

export function WorkspaceProvider({ fallback, children }: { fallback: ReactNode; children: ReactNode }) {
    const client = useQueryClient();
    const [workspace, setWorkspace] = useState<Workspace | null>(null);
    const { account, ended } = useSession();

    useEffect(() => {
        if (!account) return;
        const opened = new Workspace(account, client);
        let left = false;
        void readAhead(client, account.id, readQuestion(new URLSearchParams(location.search)));
        void opened.start().then(() => left || setWorkspace(opened));
        return () => {
            left = true;
            opened.stop();
        };
    }, [account, client]);

    useEffect(() => {
        if (workspace && !ended) workspace.send();
    }, [workspace, ended]);

    return workspace ? <Context value={workspace}>{children}</Context> : fallback;
}

export const useWorkspace = (): Workspace => use(Context)!;

/** What waits, and how the tasks in it will be. Changes with each change. */
export function useWaiting() {
    const workspace = useWorkspace();
    return useSyncExternalStore(workspace.subscribe, workspace.current, workspace.current);
}
