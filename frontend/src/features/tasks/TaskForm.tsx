import { Check, RotateCcw, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button } from '@/components/Button';
import { useWords } from '@/lib/words';
import type { Scope } from './change';
import { DatePicker } from './DatePicker';
import { DescriptionField } from './DescriptionField';
import { LineField } from './LineField';
import { most } from './limits';
import { PriorityPicker } from './PriorityPicker';
import { Repetition } from './Repetition';
import { ScopeChoice } from './ScopeChoice';
import { joinTags, tagsOf, type Task, type TaskFields } from './task';
import { TagPicker } from './TagPicker';
import { TaskDates } from './TaskDates';
import { useWorkspace } from './WorkspaceProvider';
import { useTaskWords } from './taskWords';

interface TaskFormProps {
    task: Task;
    draft: Partial<TaskFields> | null;
    close: ReactNode;
    onClose: () => void;
}

export function TaskForm({ task, draft, close, onClose }: TaskFormProps) {
    const own = useTaskWords();
    const { details } = useWords();
    const workspace = useWorkspace();
    const now = () => workspace.find(task.id) ?? task;
    const repeats = task.recursion_pattern !== null && !task.completed;
    const [scope, setScope] = useState<Scope>('following');
    const save = (fields: Partial<TaskFields>) => workspace.edit([now()], fields, repeats ? scope : undefined);

    return (
        <div className="flex min-h-full flex-col gap-5 p-5 pt-3">
            <div className="flex items-center justify-between gap-2">
                <Button onClick={() => workspace.complete([now()], !task.completed)}>
                    {task.completed ? <RotateCcw size={17} aria-hidden /> : <Check size={17} aria-hidden />}
                    {task.completed ? own.reopen : own.complete}
                </Button>
                {close}
            </div>
            {repeats && <ScopeChoice value={scope} onChange={setScope} />}
            <div>
                <LineField name={`${task.id}/title`} label={details.title} saved={task.title} draft={draft?.title} limit={most.title}
                    needed={own.titleNeeded} onSave={title => save({ title })}
                    className={`text-lg leading-7 font-semibold ${task.completed ? 'text-ink-soft line-through' : ''}`} />
                <DescriptionField name={`${task.id}/description`} saved={task.description ?? ''} draft={draft?.description ?? undefined}
                    onSave={description => save({ description: description || null })} />
            </div>
            <Section title={details.dueDate}><DatePicker folded value={task.due_date} onChange={due_date => save({ due_date })} /></Section>
            <Section title={details.priority}><PriorityPicker value={task.priority} onChange={priority => save({ priority })} /></Section>
            <Section title={details.tags}><TagPicker value={tagsOf(task)} onChange={tags => save({ tags: joinTags(tags) })} /></Section>
            <Section title={details.repeats}>
                <Repetition task={task} draft={draft?.recursion_pattern ?? undefined} onSave={fields => workspace.edit([now()], fields)} />
            </Section>
            <div className="mt-auto flex items-end justify-between gap-3 border-t border-line pt-4">
                <TaskDates task={task} />
                <Button look="danger" onClick={() => { workspace.remove([now()]); onClose(); }}>
                    <Trash2 size={17} aria-hidden />{own.delete}
                </Button>
            </div>
        </div>
    );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
    return <section><h2 className="mb-1.5 text-[0.8125rem] font-semibold text-ink-soft">{title}</h2>{children}</section>;
}
