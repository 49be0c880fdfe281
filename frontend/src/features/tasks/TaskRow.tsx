import { AlignLeft, CloudUpload, Repeat, RotateCcw } from 'lucide-react';
import { memo, type MouseEvent, type ReactNode, type Ref } from 'react';
import type { Words } from '@/lib/words';
import { dueDay, dueTime } from './dates';
import { tagsOf, type Task } from './task';
import { TitleEditor } from './TitleEditor';
import { nameOfDay } from './useRows';

interface TaskRowProps {
    ref?: Ref<HTMLLIElement>;
    task: Task;
    /** Counted from the top of the list. */
    index: number;
    place: number;
    today: string;
    words: Words;
    waits: boolean;
    /** The heading above says the day already. */
    underItsDay: boolean;
    /** On a phone, too. */
    oneLine: boolean;
    /** The row that the Tab key reaches. */
    current: boolean;
    selected: boolean;
    selecting: boolean;
    open: boolean;
    editing: boolean;
    onCheck: (task: Task) => void;
    onSelect: (task: Task, range: boolean) => void;
    onOpen: (task: Task) => void;
    onEdited: (task: Task, title: string | null) => void;
}

const rings = { High: 'border-high bg-high/8', Medium: 'border-control', Low: 'border-low border-dashed' } as const;

export const TaskRow = memo(function TaskRow(props: TaskRowProps) {
    const { ref, task, index, place, oneLine, selected, selecting, open, editing, current, onSelect, onOpen, onEdited } = props;

    /** Resting a finger on a task selects it: browsers tell of that as of a click with the other button. */
    function rest(event: MouseEvent) {
        if (!matchMedia('(pointer: coarse)').matches || editing) return;
        event.preventDefault();
        onSelect(task, false);
    }

    function click(event: MouseEvent) {
        if (editing || (event.target as Element).closest('[role=checkbox]')) return;
        if (selecting || event.shiftKey || event.ctrlKey || event.metaKey) onSelect(task, event.shiftKey);
        else onOpen(task);
    }

    return (
        <li ref={ref} data-index={index} data-task-id={task.id} style={{ transform: `translateY(${place}px)` }} onClick={click} onContextMenu={rest}
            className={`group absolute inset-x-0 top-0 flex items-start gap-1 rounded-lg px-1 transition-transform duration-150 md:h-11 md:contain-strict md:coarse:h-12 has-[[data-title]:focus-visible]:outline-2
                has-[[data-title]:focus-visible]:-outline-offset-2 has-[[data-title]:focus-visible]:outline-accent
                ${selected ? 'bg-accent-soft' : open ? 'bg-sunken' : 'hover:bg-sunken'}`}>
            {selecting ? <SelectBox {...props} /> : task.deleted_at ? <Restore {...props} /> : <DoneCircle {...props} />}
            {editing
                ? <TitleEditor title={task.title} onEnd={title => onEdited(task, title)} />
                : <button type="button" data-title tabIndex={current ? 0 : -1}
                    className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 py-2.5 pe-2 text-start outline-none coarse:py-3 md:flex-nowrap">
                    <bdi className={`${oneLine ? 'line-clamp-1 break-all' : 'line-clamp-2 break-words'} min-w-0 basis-full md:line-clamp-1 md:basis-auto md:grow md:break-all
                        ${task.completed ? 'text-ink-soft line-through' : ''}`}>{task.hits ? marked(task.title, task.hits.title) : task.title}</bdi>
                    <Particulars {...props} />
                </button>}
        </li>
    );
});

/** What was searched stands out. A title that was changed since may have other places. */
function marked(title: string, hits: readonly number[][]): ReactNode[] {
    let end = 0;
    const parts = hits.flatMap(([start = 0, length = 0]) => {
        const before = title.slice(end, start);
        end = start + length;
        return [before, <mark key={start} className="rounded-xs bg-accent-soft font-medium text-inherit">{title.slice(start, end)}</mark>];
    });
    return [...parts, title.slice(end)];
}

function DoneCircle({ task, words, current, onCheck }: TaskRowProps) {
    return (
        <button type="button" role="checkbox" aria-checked={task.completed} tabIndex={current ? 0 : -1} onClick={() => onCheck(task)}
            aria-label={task.completed ? words.list.reopen(task.title) : words.list.complete(task.title)}
            className="group/check grid size-11 shrink-0 place-items-center rounded-full coarse:size-12">
            <span className={`grid size-[1.3rem] place-items-center rounded-full border-2 transition-colors
                ${task.completed ? 'tick border-accent bg-accent text-on-accent' : `${rings[task.priority]} text-ink-soft group-hover/check:tick`}`} />
        </button>
    );
}

/** What lies in the trash is neither open nor done. */
function Restore({ task, words, current, onCheck }: TaskRowProps) {
    return (
        <button type="button" tabIndex={current ? 0 : -1} onClick={event => { event.stopPropagation(); onCheck(task); }}
            aria-label={words.list.restore(task.title)} title={words.details.restore}
            className="grid size-11 shrink-0 place-items-center rounded-full text-ink-soft hover:text-ink coarse:size-12">
            <RotateCcw size={18} aria-hidden />
        </button>
    );
}

function SelectBox({ task, words, current, selected, onSelect }: TaskRowProps) {
    return (
        <button type="button" role="checkbox" aria-checked={selected} tabIndex={current ? 0 : -1} onClick={event => onSelect(task, event.shiftKey)}
            aria-label={words.list.select(task.title)} className="grid size-11 shrink-0 place-items-center coarse:size-12">
            <span className={`grid size-5 place-items-center rounded-md border-2 ${selected ? 'tick border-accent bg-accent text-on-accent' : 'border-control'}`} />
        </button>
    );
}

/** What stands beside the title. It is read out with it, since all of it lies within the button. */
function Particulars({ task, today, words, waits, underItsDay }: TaskRowProps) {
    const day = dueDay(task.due_date);
    const time = dueTime(task.due_date);
    const overdue = day !== null && day < today && !task.completed;
    const tags = tagsOf(task);
    const due = day && [underItsDay ? '' : nameOfDay(day, today, words), time ?? ''].filter(Boolean).join(' ');
    if (!due && tags.length === 0 && !task.description && !task.recursion_pattern && !waits) return null;
    return (
        <span className="flex max-w-full min-w-0 shrink-0 items-center gap-2.5 text-[0.8125rem] leading-6 text-ink-soft md:max-w-3/5">
            {waits && <CloudUpload size={14} role="img" aria-label={words.list.waiting} className="shrink-0 animate-pulse" />}
            {task.description && <AlignLeft size={14} role="img" aria-label={words.list.hasDescription} className="shrink-0" />}
            {task.recursion_pattern && <Repeat size={14} role="img" aria-label={words.list.repeats} className="shrink-0" />}
            {tags.length > 0 && <bdi className="truncate">{tags.map(tag => `#${tag}`).join(' ')}</bdi>}
            {due && <span className={`shrink-0 tabular-nums ${overdue ? 'font-medium text-danger' : day === today ? 'font-medium text-accent' : ''}`}>
                {overdue && <span className="sr-only">{words.list.overdue}: </span>}
                {due}
            </span>}
        </span>
    );
}
