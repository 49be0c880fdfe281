import { useCallback, useMemo, useState } from 'react';
import type { Task } from './task';

/** Which tasks are selected. Tasks that leave the list leave the selection. */
export function useSelection(tasks: readonly Task[] | undefined) {
    const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
    const [asked, setAsked] = useState(false);
    const [anchor, setAnchor] = useState<number | null>(null);

    const selected = useMemo(() => tasks?.filter(task => chosen.has(task.id)) ?? [], [tasks, chosen]);

    const toggle = useCallback((id: number) => {
        setChosen(before => {
            const after = new Set(before);
            if (!after.delete(id)) after.add(id);
            return after;
        });
        setAnchor(id);
    }, []);

    /** From where the selection was touched last to this task. */
    const extend = useCallback((id: number) => {
        const order = tasks?.map(task => task.id) ?? [];
        const [one, other] = [order.indexOf(anchor ?? id), order.indexOf(id)].sort((a, b) => a - b) as [number, number];
        setChosen(before => new Set([...before, ...order.slice(Math.max(one, 0), other + 1)]));
        if (anchor === null) setAnchor(id);
    }, [tasks, anchor]);

    const selectAll = useCallback(() => setChosen(new Set(tasks?.map(task => task.id))), [tasks]);

    const clear = useCallback(() => {
        setChosen(new Set());
        setAnchor(null);
        setAsked(false);
    }, []);

    return { chosen, selected, active: asked || selected.length > 0, begin: useCallback(() => setAsked(true), []), toggle, extend, selectAll, clear };
}

export type Selection = ReturnType<typeof useSelection>;
