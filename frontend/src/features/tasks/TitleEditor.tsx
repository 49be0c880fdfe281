import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent } from 'react';
import { useWords } from '@/lib/words';
import { most, tooLong } from './limits';

/** Edits a title in its row. Enter and leaving keep what was typed, Escape does not; an empty title is no change. */
export function TitleEditor({ title, onEnd }: { title: string; onEnd: (title: string | null) => void }) {
    const words = useWords();
    const [text, setText] = useState(title);
    const ended = useRef(false);
    const problem = tooLong(text.trim(), most.title, words);

    // The row goes: to another view, or for good.
    const leave = useEffectEvent(() => { if (text.trim() !== title) end(true); });
    useEffect(() => () => leave(), []);

    function end(keep: boolean) {
        if (ended.current) return;
        ended.current = true;
        const typed = text.trim();
        onEnd(keep && typed && typed !== title ? typed : null);
    }

    function press(event: KeyboardEvent) {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') {
            if (!problem) end(true);
        }
        else if (event.key === 'Escape') end(false);
        else return;
        event.preventDefault();
        event.stopPropagation();
    }

    return <input aria-invalid={problem !== null} title={problem ?? undefined} autoFocus dir="auto" value={text} aria-label={words.list.editTitle} autoComplete="off"
        onChange={event => setText(event.target.value)} onKeyDown={press} onBlur={() => end(true)}
        onFocus={event => event.target.select()}
        className="my-1 min-h-9 min-w-0 flex-1 rounded-md bg-surface px-2 outline-2 outline-accent coarse:min-h-11" />;
}
