import { useId } from 'react';
import { GrowingText } from '@/components/GrowingText';
import { useWords } from '@/lib/words';
import { asLine, tooLong } from './limits';
import { useTyping } from './useTyping';

interface LineFieldProps {
    name: string;
    label: string;
    saved: string;
    draft?: string;
    limit: number;
    /** What is said when it is empty; left out where it may be. */
    needed?: string;
    placeholder?: string;
    framed?: boolean;
    /** What else may be wrong with it. */
    problemOf?: (typed: string) => string | null;
    onType?: (typed: string) => void;
    className?: string;
    onSave: (text: string) => void;
}

const frame = 'border border-control bg-surface px-2.5 py-1.5 coarse:py-2.5';
const bare = '-mx-2 w-[calc(100%+1rem)] px-2 py-1 hover:bg-sunken focus:bg-transparent coarse:py-2';

/** A text without line breaks, however long it gets. Enter saves it. */
export function LineField({ name, label, saved, draft, limit, needed, placeholder, framed, className = '', problemOf, onType, onSave }: LineFieldProps) {
    const words = useWords();
    const note = useId();
    const { text, problem, change, focus, blur, flush } = useTyping({
        name, saved, draft, save: onSave, tidy: asLine,
        problemOf: typed => needed && !typed ? needed : tooLong(typed, limit, words) ?? problemOf?.(typed) ?? null,
    });
    return (
        <div>
            <GrowingText aria-label={label} value={text} placeholder={placeholder} autoComplete="off" enterKeyHint="done"
                aria-invalid={problem !== null} aria-describedby={problem ? note : undefined}
                onChange={event => {
                    const typed = event.target.value.replace(/[\r\n]+/g, ' ');
                    change(typed);
                    onType?.(asLine(typed));
                }}
                onFocus={focus} onBlur={blur}
                onKeyDown={event => {
                    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
                    event.preventDefault();
                    flush();
                }}
                className={`block rounded-lg ${framed ? frame : bare} ${className}`} />
            {problem && <p id={note} role="alert" className="mt-1 text-sm text-danger">{problem}</p>}
        </div>
    );
}
