'use client';

import { CircleAlert, Eye, EyeOff } from 'lucide-react';
import { useState, type ComponentProps } from 'react';
import { useWords } from '@/lib/words';

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'className'> {
    id: string;
    label: string;
    hint?: string;
    /** What is wrong with the value; stands in place of the hint. */
    error?: string;
}

export function TextField({ id, label, hint, error, type, ...rest }: TextFieldProps) {
    const [shown, setShown] = useState(false);
    const secret = type === 'password';
    const note = error ?? hint;
    return (
        <div>
            <label htmlFor={id} className="mb-1.5 block font-medium">{label}</label>
            <div className="relative">
                <input id={id} type={secret && shown ? 'text' : type} aria-describedby={note && `${id}-note`}
                    aria-invalid={error ? true : undefined} {...rest}
                    className={`h-11 w-full rounded-lg border bg-surface px-3 focus-visible:outline-offset-0
                        ${error ? 'border-danger' : 'border-control'} ${secret ? 'pe-12' : ''}`} />
                {secret && <PasswordToggle shown={shown} onToggle={() => setShown(!shown)} controls={id} />}
            </div>
            {note && <p id={`${id}-note`} className={`mt-1.5 flex gap-1.5 text-sm ${error ? 'text-danger' : 'text-ink-soft'}`}>
                {error && <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />}{note}
            </p>}
        </div>
    );
}

function PasswordToggle({ shown, onToggle, controls }: { shown: boolean; onToggle: () => void; controls: string }) {
    const words = useWords().account;
    const label = shown ? words.hidePassword : words.showPassword;
    const Picture = shown ? EyeOff : Eye;
    return (
        <button type="button" aria-label={label} title={label} aria-pressed={shown} aria-controls={controls} onClick={onToggle}
            className="absolute inset-y-0 end-0 grid w-11 place-items-center rounded-lg text-ink-soft hover:text-ink
                focus-visible:-outline-offset-4">
            <Picture aria-hidden className="size-5" />
        </button>
    );
}
