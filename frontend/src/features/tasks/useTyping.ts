import { useEffect, useEffectEvent, useState } from 'react';

interface Typing {
    /** The task and the field, for what could not be saved. */
    name: string;
    /** What is saved at the moment. */
    saved: string;
    /** What a refused change wanted. */
    draft?: string;
    save: (text: string) => void;
    /** What is sent of what was typed. */
    tidy: (text: string) => string;
    /** Why it cannot be saved, in words. */
    problemOf: (text: string) => string | null;
    /** Saves after so many milliseconds without a key. */
    pause?: number;
}

/** What was typed and cannot be saved, such as a text that is too long or was refused, until somebody comes back to mend it. */
const unfit = new Map<string, string>();

/**
 * The text of a field. While somebody is in it, nothing from elsewhere replaces it. It is saved when they leave it, in whichever way:
 * the field, the task, the panel or the page.
 */
export function useTyping({ name, saved, draft, save, tidy, problemOf, pause }: Typing) {
    const [typed, setTyped] = useState(() => {
        const text = draft ?? unfit.get(name);
        return text === undefined ? null : { base: saved, text, touched: false };
    });
    const text = typed?.text ?? saved;
    const isNew = typed !== null && tidy(typed.text) !== typed.base && typed.text !== typed.base;
    const problem = isNew ? problemOf(tidy(text)) : null;

    function flush(): boolean {
        if (!isNew) return true;
        if (problem || !typed.touched) return false;
        const ready = tidy(text);
        setTyped({ base: ready, text, touched: true });
        save(ready);
        return true;
    }

    const leave = useEffectEvent((gone: boolean) => {
        const kept = flush();
        if (!gone) return;
        if (kept || !tidy(text)) unfit.delete(name);
        else unfit.set(name, text);
    });

    useEffect(() => {
        const hide = () => leave(false);
        window.addEventListener('pagehide', hide);
        document.addEventListener('visibilitychange', hide);
        return () => {
            window.removeEventListener('pagehide', hide);
            document.removeEventListener('visibilitychange', hide);
            leave(true);
        };
    }, []);

    useEffect(() => {
        if (!pause || !isNew) return;
        const timer = setTimeout(() => leave(false), pause);
        return () => clearTimeout(timer);
    }, [pause, isNew, text]);

    return {
        text,
        problem,
        flush,
        change: (next: string) => setTyped(before => ({ base: before?.base ?? saved, text: next, touched: true })),
        focus: () => setTyped(before => before ? { ...before, touched: true } : { base: saved, text: saved, touched: true }),
        blur: () => { if (flush()) setTyped(null); },
    };
}
