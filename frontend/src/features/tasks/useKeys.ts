import { useEffect, useEffectEvent } from 'react';

export type Keys = Record<string, ((event: KeyboardEvent) => void) | undefined>;

/** How long the second key of "g t" may take. */
const pause = 1200;

const typing = (target: EventTarget | null) =>
    target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type=checkbox],[type=radio]), textarea, select'));

/** Space and Enter belong to the control that has the focus, unless that is the title of a task. */
const belongsToControl = (event: KeyboardEvent) =>
    (event.key === ' ' || event.key === 'Enter') && event.target instanceof Element
    && event.target.closest('a, button, summary, [role=button]') !== null && !event.target.closest('[data-title]');

/**
 * The keys of the whole page. Nothing is taken from somebody who types, nor from a dialog. Names: `x`, `shift+j`, `mod+k`, `g t`.
 * While there is an `instead`, that gets what is typed, and Escape.
 */
export function useKeys(keys: Keys, instead: ((key: string) => void) | null): void {
    const press = useEffectEvent((event: KeyboardEvent, before: string) => {
        const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
        const name = (event.ctrlKey || event.metaKey ? 'mod+' : '') + (event.shiftKey && /^([a-z]|Arrow.*)$/.test(letter) ? 'shift+' : '') + letter;
        const always = name === 'mod+k';
        if (event.defaultPrevented || event.isComposing || event.altKey || belongsToControl(event)) return '';
        if (!always && (typing(event.target) || (event.target as Element).closest('[role=dialog], [role=alertdialog]'))) return '';
        if (instead) {
            if (event.key !== 'Escape' && (event.key.length > 1 || event.ctrlKey || event.metaKey)) return '';
            event.preventDefault();
            instead(event.key);
            return '';
        }
        const act = (before && keys[`${before} ${name}`]) || keys[name];
        if (!act) return name;
        event.preventDefault();
        act(event);
        return '';
    });

    useEffect(() => {
        let before = '';
        let timer: ReturnType<typeof setTimeout>;
        const listen = (event: KeyboardEvent) => {
            clearTimeout(timer);
            const last = press(event, before);
            before = last === 'g' ? 'g' : '';
            timer = setTimeout(() => { before = ''; }, pause);
        };
        document.addEventListener('keydown', listen);
        return () => {
            clearTimeout(timer);
            document.removeEventListener('keydown', listen);
        };
    }, []);
}
