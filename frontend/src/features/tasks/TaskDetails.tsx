import { useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { IconButton } from '@/components/Button';
import { Sheet } from '@/components/Sheet';
import { Refused } from '@/lib/api';
import { useMedia } from '@/lib/useMedia';
import { useWords } from '@/lib/words';
import { useTask } from './queries';
import { isNew, type Task, type TaskFields } from './task';
import { TaskForm } from './TaskForm';
import { TrashedTask } from './TrashedTask';
import { useWaiting, useWorkspace } from './WorkspaceProvider';
import { useTaskWords } from './taskWords';

interface TaskDetailsProps {
    id: number;
    draft: Partial<TaskFields> | null;
    onClose: () => void;
}

/** Everything about one task: beside the list where there is room, else in a sheet. */
export function TaskDetails({ id, draft, onClose }: TaskDetailsProps) {
    const { details } = useWords();
    const beside = useMedia('(min-width: 64rem)');
    const contents = (close: () => void) => <Contents id={id} draft={draft} onClose={close} />;
    if (!beside) return <Sheet label={details.label} onClose={onClose}>{contents}</Sheet>;
    return <Panel label={details.label} onClose={onClose}>{contents(onClose)}</Panel>;
}

function Panel({ label, onClose, children }: { label: string; onClose: () => void; children: ReactNode }) {
    const panel = useRef<HTMLElement>(null);
    // Who opened it goes on in it. A page that begins with it leaves the focus alone.
    useEffect(() => { if (document.activeElement !== document.body) panel.current!.focus({ preventScroll: true }); }, []);
    return (
        <aside ref={panel} tabIndex={-1} aria-label={label}
            onKeyDown={event => {
                if (event.key !== 'Escape' || event.defaultPrevented) return;
                event.preventDefault();
                onClose();
            }}
            className="sticky top-0 h-dvh w-96 shrink-0 overflow-y-auto overscroll-contain border-s border-line bg-surface outline-none
                focus-visible:shadow-[inset_0_3px_0_var(--accent)] xl:w-[26rem]">
            {children}
        </aside>
    );
}

function Contents({ id, draft, onClose }: TaskDetailsProps) {
    const own = useTaskWords();
    const words = useWords();
    const workspace = useWorkspace();
    const { tasks } = useWaiting();
    const number = workspace.idOf(id);
    const query = useTask(useQueryClient(), workspace.account.id, number);
    // What waits, else what the server has, else what a list knows.
    const task = tasks.get(number) ?? query.data ?? workspace.find(number);
    const unknown = isNew(number) && !tasks.has(number);
    const missing = unknown || query.error instanceof Refused && query.error.status === 404 && !tasks.has(number) && !task?.deleted_at;

    if (missing || !task) {
        return <div className="p-5">
            <div className="flex justify-end"><CloseButton onClose={onClose} /></div>
            {query.error
                ? <p className="py-8 text-center text-ink-soft">{missing ? own.notFound : words.list.loadFailed}</p>
                : <Skeleton />}
        </div>;
    }
    return <><h2 className="sr-only">{words.details.label}</h2><Kept task={task} draft={draft} onClose={onClose} /></>;
}

/** A draft is taken over once; the fields begin anew with it. */
function Kept({ task, draft, onClose }: { task: Task; draft: Partial<TaskFields> | null; onClose: () => void }) {
    const workspace = useWorkspace();
    const [taken, setTaken] = useState({ draft, times: 0 });
    if (draft && draft !== taken.draft) setTaken({ draft, times: taken.times + 1 });
    useEffect(() => { if (draft) workspace.takeDraft(); }, [draft, workspace]);

    const close = <CloseButton onClose={onClose} />;
    return task.deleted_at
        ? <TrashedTask task={task} close={close} onRestored={onClose} />
        : <TaskForm key={taken.times} task={task} draft={taken.draft} close={close} onClose={onClose} />;
}

function CloseButton({ onClose }: { onClose: () => void }) {
    return <IconButton label={useWords().close} onClick={onClose}><X size={20} aria-hidden /></IconButton>;
}

function Skeleton() {
    return (
        <div role="progressbar" aria-label={useWords().loading} className="animate-pulse space-y-5 py-4">
            {['h-6 w-3/4', 'h-16', 'h-24', 'h-10'].map(shape => <div key={shape} className={`rounded-lg bg-sunken ${shape}`} />)}
        </div>
    );
}
