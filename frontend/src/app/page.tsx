'use client';

import { RequireAccount } from '@/features/account/RequireAccount';
import { PageSkeleton } from '@/features/tasks/PageSkeleton';
import { TaskScreen } from '@/features/tasks/TaskScreen';
import { WorkspaceProvider } from '@/features/tasks/WorkspaceProvider';

export default function Tasks() {
    return (
        <RequireAccount fallback={<PageSkeleton />}>
            <WorkspaceProvider fallback={<PageSkeleton />}><TaskScreen /></WorkspaceProvider>
        </RequireAccount>
    );
}
