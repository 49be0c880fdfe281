import { Pencil } from 'lucide-react';
import { lazily } from '@/components/lazily';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { IconButton } from '@/components/Button';
import { GrowingText } from '@/components/GrowingText';
import { useWords } from '@/lib/words';
import { asText, most, tooLong } from './limits';
import { useTyping } from './useTyping';
import { useTaskWords } from './taskWords';

const Markdown = lazily(async () => (await import('./Markdown')).Markdown);

interface DescriptionFieldProps {
    name: string;
    saved: string;
    draft?: string;
    onSave: (text: string) => void;
}

/** Shown as it is meant, edited as it is written. */
export function DescriptionField({ name, saved, draft, onSave }: DescriptionFieldProps) {
    const own = useTaskWords();
    const words = useWords();
    const { details } = words;
    const note = useId();
    const [editing, setEditing] = useState(draft !== undefined);
    const button = useRef<HTMLButtonElement>(null);
    const byKey = useRef(false);
    const { text, problem, change, focus, blur } = useTyping({
        name, saved, draft, save: onSave, tidy: asText, pause: 1000, problemOf: typed => tooLong(typed, most.description, words),
    });
    const writing = editing || problem !== null || text === '';

    useEffect(() => {
        if (!writing && byKey.current) button.current?.focus();
        byKey.current = false;
    }, [writing]);

    function leave() {
        blur();
        // What is pressed must not move away from under the finger.
        const pressed = document.querySelector(':active') !== null;
        if (pressed) window.addEventListener('pointerup', () => setTimeout(() => setEditing(false)), { once: true });
        else setEditing(false);
    }

    function press(event: KeyboardEvent<HTMLTextAreaElement>) {
        const ends = event.key === 'Escape' && text !== '' || event.key === 'Enter' && (event.ctrlKey || event.metaKey);
        if (!ends || event.nativeEvent.isComposing) return;
        event.preventDefault();
        event.stopPropagation();
        byKey.current = true;
        event.currentTarget.blur();
    }

    function edit(event: MouseEvent) {
        const selecting = !getSelection()?.isCollapsed;
        if (!selecting && !(event.target as Element).closest('a')) setEditing(true);
    }

    if (!writing) return (
        <div className="-mx-2 cursor-text rounded-lg px-2 py-1 hover:bg-sunken" onClick={edit}>
            <IconButton ref={button} label={own.editDescription} className="float-end -mt-1.5 -me-2" onClick={() => setEditing(true)}>
                <Pencil size={16} aria-hidden />
            </IconButton>
            <Markdown text={text} />
        </div>
    );
    return (
        <div>
            <GrowingText aria-label={details.description} value={text} placeholder={own.descriptionHint} autoFocus={editing}
                aria-invalid={problem !== null} aria-describedby={problem ? note : undefined}
                onChange={event => change(event.target.value)} onBlur={leave} onKeyDown={press}
                onFocus={event => {
                    focus();
                    setEditing(true);
                    event.target.setSelectionRange(text.length, text.length);
                }}
                className="-mx-2 block w-[calc(100%+1rem)] rounded-lg px-2 py-1 coarse:py-2.5 hover:bg-sunken focus:bg-transparent" />
            {problem && <p id={note} role="alert" className="mt-1 text-sm text-danger">{problem}</p>}
        </div>
    );
}
