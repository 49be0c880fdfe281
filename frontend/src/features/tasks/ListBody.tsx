import { useCallback, type RefObject } from 'react';
import { Button } from '@/components/Button';
import { lazily } from '@/components/lazily';
import { Refused } from '@/lib/api';
import { useWords } from '@/lib/words';
import { EmptyList } from './EmptyList';
import { ListSkeleton } from './ListSkeleton';
import type { Task } from './task';
import { TaskList, type ListHandle } from './TaskList';
import type { useRows } from './useRows';
import type { Selection } from './useSelection';
import { listOf, type Question } from './views';
import { useWorkspace } from './WorkspaceProvider';

const SearchMistake = lazily(async () => (await import('./SearchMistake')).SearchMistake);

interface ListBodyProps extends Pick<ReturnType<typeof useRows>, 'list' | 'rows'> {
    handle: RefObject<ListHandle | null>;
    question: Question;
    today: string;
    open: number | null;
    selection: Selection;
    onOpen: (id: number) => void;
    onEmptied: () => void;
}

/** The list, or what stands in its place. */
export function ListBody({ handle, list, rows, question, today, open, selection, onOpen, onEmptied }: ListBodyProps) {
    const words = useWords();
    const workspace = useWorkspace();
    const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, isError, error, refetch } = list;
    const { toggle, extend } = selection;

    const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
    const check = useCallback((task: Task) => task.deleted_at ? workspace.restore([task]) : workspace.complete([task], !task.completed), [workspace]);
    const select = useCallback((task: Task, range: boolean) => range ? extend(task.id) : toggle(task.id), [extend, toggle]);
    const openTask = useCallback((task: Task) => onOpen(task.id), [onOpen]);
    const edited = useCallback((task: Task, title: string | null) => { if (title !== null) workspace.edit([task], { title }); }, [workspace]);

    if (error instanceof Refused && error.status === 422 && question.q) return <SearchMistake error={error} />;
    if (!rows) return isError
        ? <div className="flex flex-col items-center gap-4 py-16 text-center text-ink-soft">
            <p>{words.list.loadFailed}</p>
            <Button onClick={() => void refetch()}>{words.list.tryAgain}</Button>
        </div>
        : <ListSkeleton />;
    if (rows.length === 0) return <EmptyList question={question} />;
    return <>
        {question.view === 'trash' && <p className="px-3 pb-2 text-sm text-ink-soft">{words.list.deletesItself}</p>}
        <TaskList key={listOf(question)} ref={handle} rows={rows} today={today} openId={open} chosen={selection.chosen} selecting={selection.active}
            more={hasNextPage && !isFetchingNextPage && !isFetchNextPageError} onMore={more} onCheck={check} onSelect={select} onOpen={openTask} onEdited={edited} onEmptied={onEmptied} />
    </>;
}
