import { useCallback, useMemo, useState } from 'react';
import type { Task } from './task';

/** Which tasks of a list are selected. Tasks that leave the list leave the selection; another list begins with none. */
export function useSelection(tasks: readonly Task[] | undefined, list: string) {
    const [picked, setPicked] = useState<ReadonlySet<number> | 'all'>(new Set());
    const [asked, setAsked] = useState(false);
    const [anchor, setAnchor] = useState<number | null>(null);

    const chosen = useMemo(() => picked === 'all' ? new Set(tasks?.map(task => task.id)) : picked, [picked, tasks]);
    const [from, setFrom] = useState(list);
    const selected = useMemo(() => tasks?.filter(task => chosen.has(task.id)) ?? [], [tasks, chosen]);

    const toggle = useCallback((id: number) => {
        const after = new Set(chosen);
        if (!after.delete(id)) after.add(id);
        setPicked(after);
        setAnchor(id);
    }, [chosen]);

    /** From where the selection was touched last to this task. */
    const extend = useCallback((id: number) => {
        const order = tasks?.map(task => task.id) ?? [];
        const [one, other] = [order.indexOf(anchor ?? id), order.indexOf(id)].sort((a, b) => a - b) as [number, number];
        setPicked(before => before === 'all' ? before : new Set([...before, ...order.slice(Math.max(one, 0), other + 1)]));
        if (anchor === null) setAnchor(id);
    }, [tasks, anchor]);

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
