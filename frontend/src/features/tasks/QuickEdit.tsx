import { Popover } from '@base-ui/react/popover';
import { useState } from 'react';
import { Sheet } from '@/components/Sheet';
import { useMedia } from '@/lib/useMedia';
import { useWords } from '@/lib/words';
import type { Scope } from './change';
import { DatePicker } from './DatePicker';
import { PriorityPicker } from './PriorityPicker';
import { ScopeChoice } from './ScopeChoice';
import { TagsOfMany } from './TagsOfMany';
import type { Priority, Task, TaskFields } from './task';
import { useWorkspace } from './WorkspaceProvider';
import { useTaskWords } from './taskWords';

interface QuickEditProps {
    what: 'date' | 'priority' | 'tags';
    tasks: Task[];
    anchor: Element | null;
    onClose: () => void;
}

/** Sets one thing of one or many tasks: beside the row or the button, on a phone from below. */
export function QuickEdit({ what, tasks, anchor, onClose }: QuickEditProps) {
    const own = useTaskWords();
    const words = useWords();
    const wide = useMedia('(min-width: 40rem)');
    const [open, setOpen] = useState(true);
    const repeat = tasks.some(task => task.recursion_pattern && !task.completed);
    // Another day is mostly meant for this time.
    const [scope, setScope] = useState<Scope | undefined>(repeat ? what === 'date' ? 'this' : 'following' : undefined);
    const name = { date: words.details.dueDate, priority: words.details.priority, tags: words.details.tags }[what];

    const content = (close: () => void) => (
        <div className="sm:w-80">
            <div className="mb-2 flex items-baseline justify-between gap-3 px-1 text-[0.8125rem] text-ink-soft">
                <h2 className="font-semibold">{name}</h2>
                {tasks.length > 1 && <span className="tabular-nums">{own.bulk.selected(tasks.length)}</span>}
            </div>
            {what === 'tags' ? <TagsOfMany tasks={tasks} scope={scope} onDone={close} /> : <Choice what={what} tasks={tasks} scope={scope} onDone={close} />}
            {repeat && <div className="mt-3"><ScopeChoice value={scope!} onChange={setScope} /></div>}
        </div>
    );

    if (!wide) return <Sheet label={name} onClose={onClose}>{close => <div className="p-4 pt-3">{content(close)}</div>}</Sheet>;
    return (
        <Popover.Root open={open} onOpenChange={setOpen} onOpenChangeComplete={now => now || onClose()} modal="trap-focus">
            <Popover.Portal>
                <Popover.Positioner anchor={anchor} side="bottom" align="end" sideOffset={6} collisionPadding={12} className="z-50">
                    <Popover.Popup aria-label={name} className="max-h-(--available-height) overflow-y-auto rounded-2xl border border-line bg-surface p-3
                        shadow-float transition duration-100 data-ending-style:opacity-0 data-starting-style:-translate-y-1 data-starting-style:opacity-0">
                        {content(() => setOpen(false))}
                    </Popover.Popup>
                </Popover.Positioner>
            </Popover.Portal>
        </Popover.Root>
    );
}

/** The value that all of them have, if there is one. */
const common = <T,>(values: T[]): T | undefined => values.every(value => value === values[0]) ? values[0] : undefined;

function Choice({ what, tasks, scope, onDone }: { what: 'date' | 'priority'; tasks: Task[]; scope: Scope | undefined; onDone: () => void }) {
    const workspace = useWorkspace();
    const [due, setDue] = useState(() => common(tasks.map(task => task.due_date)));
    const [priority, setPriority] = useState(() => common(tasks.map(task => task.priority)));

    function set(fields: Partial<TaskFields>, done: boolean) {
        workspace.edit(tasks.map(task => workspace.find(task.id) ?? task), fields, scope);
        if (done) onDone();
    }

    if (what === 'date') return <DatePicker value={due} autoFocus onChange={(next, done) => {
        setDue(next);
        set({ due_date: next }, done);
    }} />;
    return <PriorityPicker value={priority} autoFocus onChange={(next: Priority, done) => {
        setPriority(next);
        if (done) set({ priority: next }, done);
    }} />;
}
