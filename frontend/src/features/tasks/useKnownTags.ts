import { useMemo } from 'react';
import { recount } from './overlay';
import { useSummary, useToday } from './queries';
import { useWaiting, useWorkspace } from './WorkspaceProvider';

const none: string[] = [];

/** The tags that are in use, the most used first, with those that wait to be saved. */
export function useKnownTags(): string[] {
    const { data } = useSummary(useWorkspace().account.id, useToday());
    const { waiting } = useWaiting();
    return useMemo(() => data ? recount(data, waiting).tags.map(({ tag }) => tag) : none, [data, waiting]);
}
