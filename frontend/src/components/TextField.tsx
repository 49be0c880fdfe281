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
            <div className={`flex rounded-lg border bg-surface has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-accent
                ${error ? 'border-danger' : 'border-control'}`}>
                <input id={id} type={secret && shown ? 'text' : type} aria-describedby={note && `${id}-note`}
                    aria-invalid={error ? true : undefined} className="h-11 min-w-0 flex-1 rounded-lg px-3 outline-none" {...rest} />
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
            className="grid w-11 place-items-center rounded-lg text-ink-soft hover:text-ink focus-visible:-outline-offset-4">
            <Picture aria-hidden className="size-5" />
        </button>
    );
}
