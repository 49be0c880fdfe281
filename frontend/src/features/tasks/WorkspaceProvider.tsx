'use client';

import { useQueryClient } from '@tanstack/react-query';
import { createContext, startTransition, use, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useSession } from '@/features/account/session';
import { readAhead } from './queries';
import { readQuestion } from './views';
import { openWorkspace, type Workspace } from './workspace';

const Context = createContext<Workspace | null>(null);

export function WorkspaceProvider({ fallback, children }: { fallback: ReactNode; children: ReactNode }) {
    const client = useQueryClient();
    const [workspace, setWorkspace] = useState<Workspace | null>(null);
    const { account } = useSession();

    useEffect(() => {
        if (!account) return;
        const { workspace: opened, loaded } = openWorkspace(account, client);
        let left = false;
        void readAhead(client, account.id, readQuestion(new URLSearchParams(location.search)));
        // Drawn in small pieces, so that a slow phone goes on answering meanwhile.
        void loaded.then(() => left || startTransition(() => setWorkspace(opened)));
        return () => {
            left = true;
        };
    }, [account, client]);

    return workspace ? <Context value={workspace}>{children}</Context> : fallback;
}

export const useWorkspace = (): Workspace => use(Context)!;

/** What waits, and how the tasks in it will be. Changes with each change. */
export function useWaiting() {
    const workspace = useWorkspace();
    return useSyncExternalStore(workspace.subscribe, workspace.current, workspace.current);
}
