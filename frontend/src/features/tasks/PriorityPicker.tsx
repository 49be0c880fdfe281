import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useWords } from '@/lib/words';
import { priorities, type Priority } from './task';

/** As in the list: told apart by more than their colour. */
const rings = { High: 'border-high bg-high/8', Medium: 'border-control', Low: 'border-low border-dashed' } as const;

const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

interface PriorityPickerProps {
    value: Priority | undefined;
    /** `done` is false while the arrow keys are only passing by. */
    onChange: (priority: Priority, done: boolean) => void;
    autoFocus?: boolean;
}

/** Three choices: arrow keys, or 1 to 3. */
export function PriorityPicker({ value, onChange, autoFocus = false }: PriorityPickerProps) {
    const { details } = useWords();
    const group = useRef<HTMLDivElement>(null);
    const focus = (at: number) => group.current!.querySelectorAll('button')[at]!.focus();

    useEffect(() => { if (autoFocus) focus(0); }, [autoFocus]);

    function press(event: KeyboardEvent) {
        const numbered = priorities[Number(event.key) - 1];
        const here = Array.from(group.current!.children).indexOf(event.target as Element);
        const sideways = event.key === 'ArrowRight' || event.key === 'ArrowLeft';
        const mirrored = sideways && getComputedStyle(group.current!).direction === 'rtl';
        const step = (steps[event.key] ?? 0) * (mirrored ? -1 : 1);
        if (event.altKey || event.ctrlKey || event.metaKey || !numbered && !step) return;
        event.preventDefault();
        event.stopPropagation();
        const at = numbered ? priorities.indexOf(numbered) : (here + step + priorities.length) % priorities.length;
        focus(at);
        onChange(priorities[at]!, numbered !== undefined);
    }

    return (
        <div ref={group} role="radiogroup" aria-label={details.priority} onKeyDown={press}
            className="grid grid-cols-3 gap-1 rounded-xl bg-sunken p-1">
            {priorities.map((priority, at) => {
                const chosen = priority === value;
                return <button key={priority} type="button" role="radio" aria-checked={chosen} onClick={() => onChange(priority, true)}
                    tabIndex={chosen || value === undefined && at === 0 ? 0 : -1}
                    className={`flex min-h-9 min-w-0 items-center justify-center gap-2 rounded-lg px-2 transition-colors coarse:min-h-11
                        ${chosen ? 'bg-surface font-medium shadow-sm ring-1 ring-control' : 'text-ink-soft hover:text-ink'}`}>
                    <span className={`size-4 shrink-0 rounded-full border-2 ${rings[priority]}`} />
                    {details.priorities[priority]}
                </button>;
            })}
        </div>
    );
}
