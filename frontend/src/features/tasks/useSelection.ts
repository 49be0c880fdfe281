import { useCallback, useMemo, useState } from 'react';
import type { Task } from './task';

/** Which tasks of a list are selected, by names that a new task keeps when it gets its number. Tasks that leave the list leave the selection; another list begins with none. */
export function useSelection(tasks: readonly Task[] | undefined, list: string, nameOf: (id: number) => number) {
    const [picked, setPicked] = useState<ReadonlySet<number> | 'all'>(new Set());
    const [asked, setAsked] = useState(false);
    const [anchor, setAnchor] = useState<number | null>(null);

    const chosen = useMemo(() => picked === 'all' ? new Set(tasks?.map(task => nameOf(task.id))) : picked, [picked, tasks, nameOf]);
    const [from, setFrom] = useState(list);
    const selected = useMemo(() => tasks?.filter(task => chosen.has(nameOf(task.id))) ?? [], [tasks, chosen, nameOf]);

    const toggle = useCallback((id: number) => {
        const after = new Set(chosen);
        const name = nameOf(id);
        if (!after.delete(name)) after.add(name);
        setPicked(after);
        setAnchor(name);
    }, [chosen, nameOf]);

    /** From where the selection was touched last to this task. */
    const extend = useCallback((id: number) => {
        const order = tasks?.map(task => nameOf(task.id)) ?? [];
        const name = nameOf(id);
        const [one, other] = [order.indexOf(anchor ?? name), order.indexOf(name)].sort((a, b) => a - b) as [number, number];
        setPicked(before => before === 'all' ? before : new Set([...before, ...order.slice(Math.max(one, 0), other + 1)]));
        if (anchor === null) setAnchor(name);
    }, [tasks, anchor, nameOf]);

    /** All that the list has, and will have when more of it is fetched. */
    const selectAll = useCallback(() => setPicked('all'), []);

    const clear = useCallback(() => {
        setPicked(new Set());
        setAnchor(null);
        setAsked(false);
    }, []);

    if (list !== from) {
        setFrom(list);
        clear();
    }

    return { chosen, selected, active: asked || selected.length > 0, begin: useCallback(() => setAsked(true), []), toggle, extend, selectAll, clear };
}

export type Selection = ReturnType<typeof useSelection>;
