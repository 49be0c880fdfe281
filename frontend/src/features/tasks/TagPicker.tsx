import { Combobox } from '@base-ui/react/combobox';
import { Plus, X } from 'lucide-react';
import { useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import { useWords } from '@/lib/words';
import { sameTag } from './task';
import { enter, suggest } from './tagEntry';
import { useKnownTags } from './useKnownTags';
import { useTaskWords } from './taskWords';

interface TagPickerProps {
    value: string[];
    onChange: (tags: string[]) => void;
}

/** The tags of one task. Enter takes the suggestion, a comma what was typed. */
export function TagPicker({ value, onChange }: TagPickerProps) {
    const own = useTaskWords();
    const words = useWords();
    const known = useKnownTags();
    const [typed, setTyped] = useState('');
    const [problem, setProblem] = useState<string | null>(null);
    const [open, setOpen] = useState(false);
    const note = useId();
    const list = useRef<HTMLDivElement>(null);
    const items = suggest(known, typed, value).slice(0, 50);
    const listed = open && items.length > 0;

    function take(text: string, rest = '') {
        const entered = enter(value, text, words);
        setProblem(entered.problem);
        setTyped(entered.problem ? entered.rest : rest);
        if (entered.tags.length !== value.length) onChange(entered.tags);
    }

    useEffect(() => { if (listed) list.current!.scrollIntoView({ block: 'nearest' }); }, [listed, items.length]);

    const takeTyped = () => { if (typed.trim()) take(typed); };
    const leave = useEffectEvent(takeTyped);
    useEffect(() => {
        const hide = () => leave();
        window.addEventListener('pagehide', hide);
        return () => {
            window.removeEventListener('pagehide', hide);
            leave();
        };
    }, []);

    function type(text: string) {
        const end = text.lastIndexOf(',');
        if (end >= 0) return take(text.slice(0, end), text.slice(end + 1).trimStart());
        setProblem(null);
        setTyped(text);
    }

    return (
        <Combobox.Root multiple inline open={open} onOpenChange={setOpen} items={items} filter={null} value={value} inputValue={typed}
            autoHighlight isItemEqualToValue={sameTag}
            onInputValueChange={(text, change) => {
                if (change.reason === 'input-change') type(text);
                else if (change.reason === 'item-press') setTyped('');
            }}
            onValueChange={(tags: string[], change) => {
                // Escape closes the suggestions; it does not take the tags away.
                if (change.reason === 'escape-key') {
                    change.cancel();
                    change.allowPropagation();
                    return;
                }
                const added = tags.find(tag => !value.includes(tag));
                if (added) take(added);
                else onChange(tags);
            }}>
            <div className="relative" onBlur={event => { if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false); }}
                onKeyDown={event => {
                    if (event.key !== 'Escape' || !listed) return;
                    event.preventDefault();
                    event.stopPropagation();
                    setOpen(false);
                }}>
                <Combobox.InputGroup className="rounded-lg border border-control bg-surface p-1 focus-within:outline-2 focus-within:outline-accent">
                    <Combobox.Chips className="flex flex-wrap gap-1">
                        {value.map(tag => (
                            <Combobox.Chip key={tag} aria-label={tag}
                                className="flex max-w-full min-w-0 items-center rounded-md bg-accent-soft ps-2 text-accent-strong">
                                <bdi className="truncate">{tag}</bdi>
                                <Combobox.ChipRemove aria-label={own.removeTag(tag)}
                                    className="grid size-7 shrink-0 place-items-center rounded-md hover:text-ink coarse:size-11">
                                    <X size={14} aria-hidden />
                                </Combobox.ChipRemove>
                            </Combobox.Chip>
                        ))}
                        <Combobox.Input aria-label={words.details.tags} placeholder={own.addTag} dir={typed ? 'auto' : undefined}
                            autoComplete="off" autoCapitalize="none" enterKeyHint="done" onBlur={takeTyped}
                            aria-expanded={listed} aria-invalid={problem !== null} aria-describedby={problem ? note : undefined}
                            className="min-h-7 min-w-24 flex-1 bg-transparent px-1.5 outline-none coarse:min-h-11" />
                    </Combobox.Chips>
                </Combobox.InputGroup>
                <Combobox.List ref={list} hidden={!listed} className="absolute inset-x-0 top-full z-10 mt-1 max-h-60 overflow-y-auto overscroll-contain
                    rounded-xl border border-line bg-surface p-1 shadow-float">
                    {(tag: string) => (
                        <Combobox.Item key={tag} value={tag} className="flex min-h-9 cursor-default items-center gap-2 rounded-lg px-2
                            data-highlighted:bg-accent-soft coarse:min-h-11">
                            {!known.includes(tag) && <Plus size={16} aria-hidden className="shrink-0 text-ink-soft" />}
                            <bdi className="truncate">{known.includes(tag) ? tag : own.createTag(tag)}</bdi>
                        </Combobox.Item>
                    )}
                </Combobox.List>
            </div>
            {problem && <p id={note} role="alert" className="mt-1 text-sm text-danger">{problem}</p>}
        </Combobox.Root>
    );
}
