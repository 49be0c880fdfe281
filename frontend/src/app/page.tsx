'use client';

import { RequireAccount } from '@/features/account/RequireAccount';
import { PageSkeleton } from '@/features/tasks/PageSkeleton';
import { TaskScreen } from '@/features/tasks/TaskScreen';
import { WorkspaceProvider } from '@/features/tasks/WorkspaceProvider';

export default function Tasks() {
    const page = <WorkspaceProvider fallback={<PageSkeleton />}><TaskScreen /></WorkspaceProvider>;
    // The skeleton is the same one all the while, so that it is drawn once.
    return <RequireAccount fallback={page}>{page}</RequireAccount>;
}
