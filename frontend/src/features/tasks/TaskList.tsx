import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual';
import { startTransition, useCallback, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState, type Ref } from 'react';
import { useMedia, useRootFontSize } from '@/lib/useMedia';
import { useWords } from '@/lib/words';
import type { Task } from './task';
import { TaskRow } from './TaskRow';
import type { Row } from './useRows';

/** What the keyboard does with the list from outside. */
export interface ListHandle {
    /** Moves by so many tasks and gives back the one that has the focus now. */
    move(by: number): Task | undefined;
    focus(): void;
    edit(task: Task): void;
    /** The task that has the focus, or had it last. */
    current(): Task | undefined;
    /** The task that has the focus. */
    focused(): Task | undefined;
    elementOf(task: Task): Element | null;
}

interface TaskListProps {
    ref: Ref<ListHandle>;
    rows: readonly Row[];
    today: string;
    openId: number | null;
    chosen: ReadonlySet<number>;
    selecting: boolean;
    /** Whether the server has more than what is here. */
    more: boolean;
    onMore: () => void;
    onCheck: (task: Task) => void;
    onSelect: (task: Task, range: boolean) => void;
    onOpen: (task: Task) => void;
    onEdited: (task: Task, title: string | null) => void;
    /** The list has lost its last task while it had the focus. */
    onEmptied: () => void;
}

/** As the classes of the rows say, in rem. On a phone a long title may need two lines, so that its row is measured there. */
const heights = { row: 2.75, touchedRow: 3, line: 1.5, heading: 3.25 };

/** About as many letters of a title fit on a line of a phone; fewer fit in any case, and such a row need not be measured. */
const lineLength = { usual: 36, certain: 24 };

function heightOf(row: Row, touched: boolean, narrow: boolean): number {
    if (row.kind === 'heading') return heights.heading;
    const { title, due_date, tags, description, recursion_pattern } = row.task;
    const lines = narrow ? Number(title.length > lineLength.usual) + Number(Boolean((due_date && !row.underItsDay) || tags || description || recursion_pattern || row.waits)) : 0;
    return (touched ? heights.touchedRow : heights.row) + lines * heights.line;
}

export function TaskList({ ref, rows, today, openId, chosen, selecting, more, onMore, onCheck, onSelect, onOpen, onEdited, onEmptied }: TaskListProps) {
    const words = useWords();
    const box = useRef<HTMLUListElement>(null);
    const [painted, setPainted] = useState(false);
    const [{ top, head }, setEdges] = useState({ top: 0, head: 0 });
    const [currentName, setCurrentName] = useState<Row['name'] | null>(null);
    const [editing, setEditing] = useState<Row['name'] | null>(null);
    const lastIndex = useRef(0);

    const narrow = useMedia('(max-width: 47.99rem)');
    const touched = useMedia('(pointer: coarse)');
    const rem = useRootFontSize();
    // What the first look at the page shows is there from the beginning.
    const [initialRect] = useState(() => ({ width: innerWidth, height: innerHeight }));

    // First what is seen; then comes what scrolling may bring, and what needs a layout.
    useEffect(() => {
        const frame = requestAnimationFrame(() => setTimeout(() => startTransition(() => setPainted(true))));
        return () => cancelAnimationFrame(frame);
    }, []);

    // What sticks to the upper edge grows when it has trouble to tell of.
    useLayoutEffect(() => {
        const header = document.querySelector('main header')!;
        const look = () => setEdges({ top: box.current!.offsetTop, head: header.clientHeight });
        const observer = new ResizeObserver(look);
        observer.observe(header);
        return () => observer.disconnect();
    }, []);

    const list = useWindowVirtualizer({
        count: rows.length,
        estimateSize: at => rem * heightOf(rows[at]!, touched, narrow),
        getItemKey: at => rows[at]!.name,
        overscan: painted ? 6 : 0,
        getScrollElement: () => painted ? window : null,
        initialRect,
        // A row that is being edited stays, however far the list scrolls.
        rangeExtractor: range => withRow(defaultRangeExtractor(range), editing === null ? -1 : rows.findIndex(row => row.name === editing)),
        scrollMargin: top,
        scrollPaddingStart: head,
        // The bar of the selection, and the navigation of a phone.
        scrollPaddingEnd: 120,
    });
    const shown = list.getVirtualItems();
    const measure = narrow ? list.measureElement : undefined;

    const measured = useRef({ narrow, touched, rem });
    useEffect(() => {
        const before = measured.current;
        measured.current = { narrow, touched, rem };
        if (before.narrow !== narrow || before.touched !== touched || before.rem !== rem) list.measure();
    }, [list, narrow, touched, rem]);

    const found = rows.findIndex(row => row.name === currentName);
    const current = found >= 0 ? found : rows.findIndex(row => row.kind === 'task');
    useEffect(() => { if (found >= 0) lastIndex.current = found; }, [found]);

    const end = shown.at(-1)?.index ?? 0;
    useEffect(() => { if (more && end > rows.length - 60) onMore(); }, [more, end, rows.length, onMore]);

    function focusAt(at: number) {
        const row = rows[at];
        if (row?.kind !== 'task') return undefined;
        setCurrentName(row.name);
        lastIndex.current = at;
        const reach = (tries: number) => {
            const title = titleOf(box.current, row.task);
            if (title) title.focus({ preventScroll: true });
            else if (tries > 0) requestAnimationFrame(() => reach(tries - 1));
        };
        list.scrollToIndex(at, { align: 'auto' });
        reach(10);
        return row.task;
    }

    // The same function at each render, so that rows which stay are not drawn again while the list scrolls.
    const edited = useCallback((task: Task, title: string | null) => {
        setEditing(null);
        onEdited(task, title);
        requestAnimationFrame(() => titleOf(box.current, task)?.focus({ preventScroll: true }));
    }, [onEdited]);

    /** The nearest task from here on in this direction, else in the other. */
    const nearest = (from: number, step: 1 | -1): number => {
        for (let at = from; at >= 0 && at < rows.length; at += step) if (rows[at]!.kind === 'task') return at;
        return step === 1 && from > 0 ? nearest(Math.min(from, rows.length) - 1, -1) : -1;
    };

    // The task with the focus went away: its neighbour takes the focus over.
    const gone = currentName !== null && found < 0;
    useLayoutEffect(() => {
        if (!gone || document.activeElement !== document.body) return;
        const next = nearest(lastIndex.current, 1);
        if (next >= 0) focusAt(next);
        else onEmptied();
    });

    useImperativeHandle(ref, () => ({
        move: by => {
            const inside = box.current?.contains(document.activeElement);
            const start = inside || found >= 0 ? current + by : current;
            const next = nearest(Math.max(0, start), by > 0 ? 1 : -1);
            return focusAt(next >= 0 ? next : current);
        },
        focus: () => void focusAt(found >= 0 ? found : nearest(Math.min(lastIndex.current, rows.length - 1), 1)),
        edit: task => setEditing(rows.find(row => row.kind === 'task' && row.task.id === task.id)?.name ?? null),
        current: () => {
            const row = rows[current];
            return found >= 0 && row?.kind === 'task' ? row.task : undefined;
        },
        focused: () => {
            const id = document.activeElement?.closest('[data-task-id]')?.getAttribute('data-task-id');
            const row = rows.find(row => row.kind === 'task' && String(row.task.id) === id);
            return row?.kind === 'task' ? row.task : undefined;
        },
        elementOf: task => titleOf(box.current, task),
    }));

    /** Not every browser gives the focus to what is clicked. */
    function note(element: Element) {
        const row = rows[Number(element.closest('[data-index]')?.getAttribute('data-index') ?? NaN)];
        if (row) setCurrentName(row.name);
    }

    return (
        <ul ref={box} aria-label={words.list.label} className="relative" style={{ height: list.getTotalSize() }}
            onFocus={event => note(event.target)} onClick={event => note(event.target as Element)}>
            {shown.map(({ index, start, key }) => {
                const row = rows[index]!;
                if (row.kind === 'heading')
                    return <li key={key} data-index={index} style={{ transform: `translateY(${start - top}px)` }}
                        className="absolute inset-x-0 top-0 h-13 px-3 pt-5 pb-2 text-[0.8125rem] font-semibold text-ink-soft">
                        <h2>{row.text}</h2>
                    </li>;
                const oneLine = row.task.title.length <= lineLength.certain;
                return <TaskRow key={key} ref={oneLine ? undefined : measure} oneLine={oneLine} task={row.task} waits={row.waits} underItsDay={row.underItsDay} words={words} index={index} place={start - top} today={today}
                    current={index === current} selected={chosen.has(row.name)} selecting={selecting} open={row.task.id === openId}
                    editing={row.name === editing} onCheck={onCheck} onSelect={onSelect} onOpen={onOpen}
                    onEdited={edited} />;
            })}
        </ul>
    );
}

const titleOf = (box: Element | null, task: Task) =>
    box?.querySelector<HTMLElement>(`[data-task-id="${task.id}"] [data-title]`) ?? null;

const withRow = (shown: number[], at: number) => at < 0 || shown.includes(at) ? shown : [...shown, at].sort((one, other) => one - other);
