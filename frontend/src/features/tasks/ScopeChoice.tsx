import { useId } from 'react';
import type { Scope } from './change';
import { useRepeatWords } from './repeatWords';

/** Of a task that repeats: whether a change is for it alone. It stands before the fields, for whoever reads, types or listens comes to it first. */
export function ScopeChoice({ value, onChange }: { value: Scope; onChange: (scope: Scope) => void }) {
    const words = useRepeatWords();
    const id = useId();
    const choices: [Scope, string][] = [['following', words.following], ['this', words.thisOne]];
    return (
        <fieldset>
            <legend className="mb-1.5 text-[0.8125rem] font-semibold text-ink-soft">{words.scope}</legend>
            <div className="grid grid-cols-[auto_auto] gap-1 rounded-xl bg-sunken p-1">
                {choices.map(([scope, name]) => (
                    <label key={scope} className="relative flex min-h-9 items-center justify-center rounded-lg px-2 text-center text-ink-soft transition-colors hover:text-ink
                        has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-checked:shadow-sm has-checked:ring-1 has-checked:ring-control
                        has-focus-visible:outline-2 has-focus-visible:outline-accent coarse:min-h-11">
                        <input type="radio" name={id} checked={value === scope} onChange={() => onChange(scope)}
                            className="absolute inset-0 cursor-pointer appearance-none outline-none" />
                        {name}
                    </label>
                ))}
            </div>
        </fieldset>
    );
}
