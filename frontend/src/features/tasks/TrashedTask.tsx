import { RotateCcw } from 'lucide-react';
import { lazily } from '@/components/lazily';
import type { ReactNode } from 'react';
import { Button } from '@/components/Button';
import { useWords } from '@/lib/words';
import { tagsOf, type Task } from './task';
import { TaskDates } from './TaskDates';
import { useWorkspace } from './WorkspaceProvider';

const Markdown = lazily(async () => (await import('./Markdown')).Markdown);

/** A task in the trash can be read, and brought back. */
export function TrashedTask({ task, close, onRestored }: { task: Task; close: ReactNode; onRestored: () => void }) {
    const { details, list } = useWords();
    const workspace = useWorkspace();
    const parts: [string, string | null][] = [
        [details.dueDate, task.due_date], [details.priority, details.priorities[task.priority]], [details.tags, tagsOf(task).join(', ')],
        [details.repeats, task.recursion_pattern],
    ];
    return (
        <div className="flex min-h-full flex-col gap-5 p-5 pt-3">
            <div className="flex items-center justify-between gap-2">
                <Button onClick={() => { workspace.restore([task]); onRestored(); }}>
                    <RotateCcw size={17} aria-hidden />{details.restore}
                </Button>
                {close}
            </div>
            <h2 dir="auto" className="text-lg leading-7 font-semibold break-words">{task.title}</h2>
            {task.description && <Markdown text={task.description} />}
            <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
                {parts.filter(([, text]) => text).map(([name, text]) => <div key={name} className="contents">
                    <dt className="text-ink-soft">{name}</dt><dd dir="auto" className="min-w-0 break-words">{text}</dd>
                </div>)}
            </dl>
            <div className="mt-auto border-t border-line pt-4">
                <p className="mb-2 text-sm text-ink-soft">{list.deletesItself}</p>
                <TaskDates task={task} />
            </div>
        </div>
    );
}
