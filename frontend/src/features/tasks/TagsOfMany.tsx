import { Search } from 'lucide-react';
import { useEffect, useEffectEvent, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useWords } from '@/lib/words';
import { tagsOf, type Task } from './task';
import type { Scope } from './change';
import { changesOf, enter, fits, has, sharesOf, suggest, type Share, type Ticks } from './tagEntry';
import { most } from './limits';
import { useKnownTags } from './useKnownTags';
import { useWorkspace } from './WorkspaceProvider';
import { useTaskWords } from './taskWords';

/** The tags of one or many tasks, to be ticked. All of it is one change, made when the list goes away. */
export function TagsOfMany({ tasks, scope, onDone }: { tasks: Task[]; scope?: Scope; onDone: () => void }) {
    const own = useTaskWords();
    const words = useWords();
    const workspace = useWorkspace();
    const known = useKnownTags();
    const [typed, setTyped] = useState('');
    const [ticks, setTicks] = useState<Ticks>(new Map());
    const [problem, setProblem] = useState<string | null>(null);
    const note = useId();
    const box = useRef<HTMLDivElement>(null);

    // What the tasks have stands first, and stays where it is while it is ticked.
    const [first, setFirst] = useState(() => [...new Map(tasks.flatMap(tagsOf).map(tag => [tag.toLowerCase(), tag])).values()]);
    const all = [...first, ...known.filter(tag => !has(first, tag))];
    const shown = suggest(all, typed);

    function tick(tag: string, ticked: boolean) {
        const name = all.find(other => has([other], tag)) ?? tag;
        const next = new Map(ticks).set(name, ticked);
        const { problem: tooLong } = enter([], name, words);
        const tooMany = fits(tasks, next) ? null : words.details.tooManyTags(most.tags);
        setProblem(tooLong ?? tooMany);
        if (tooLong || tooMany) return;
        setTicks(next);
        if (!has(all, name)) setFirst([name, ...first]);
        setTyped('');
    }

    const save = useEffectEvent(() => {
        const now = tasks.map(task => workspace.find(task.id) ?? task);
        const { add, remove } = changesOf(now, ticks);
        setTicks(new Map());
        if (add.length + remove.length > 0) workspace.tag(now, add, remove, scope);
    });
    useEffect(() => {
        const hide = () => save();
        window.addEventListener('pagehide', hide);
        return () => {
            window.removeEventListener('pagehide', hide);
            save();
        };
    }, []);

    const shareOf = useMemo(() => sharesOf(tasks), [tasks]);
    const stateOf = (tag: string): Share => ticks.has(tag) ? ticks.get(tag) ? 'all' : 'none' : shareOf(tag);

    function press(event: KeyboardEvent) {
        const fields = Array.from(box.current!.querySelectorAll('input'));
        const here = fields.indexOf(event.target as HTMLInputElement);
        const tag = here === 0 ? typed.trim() && shown[0] : shown[here - 1];
        if (event.key === 'ArrowDown') fields[(here + 1) % fields.length]!.focus();
        else if (event.key === 'ArrowUp') fields.at(here - 1)!.focus();
        else if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        else if (tag) tick(tag, stateOf(tag) !== 'all');
        else onDone();
        event.preventDefault();
    }

    return (
        <div ref={box} onKeyDown={press}>
            <label className="flex items-center gap-2 rounded-lg border border-control px-2.5 focus-within:outline-2 focus-within:outline-accent">
                <Search size={16} aria-hidden className="shrink-0 text-ink-soft" />
                <input autoFocus value={typed} aria-label={words.details.tags} placeholder={own.addTag} dir={typed ? 'auto' : undefined}
                    autoComplete="off" autoCapitalize="none" enterKeyHint="done"
                    aria-invalid={problem !== null} aria-describedby={problem ? note : undefined}
                    onChange={event => { setTyped(event.target.value.replace(',', '')); setProblem(null); }}
                    className="min-h-9 min-w-0 flex-1 bg-transparent outline-none coarse:min-h-11" />
            </label>
            {problem && <p id={note} role="alert" className="mt-1 text-sm text-danger">{problem}</p>}
            <div role="group" aria-label={words.details.tags} className="mt-1.5 overscroll-contain sm:max-h-64 sm:overflow-y-auto">
                {shown.map(tag => <Tick key={tag} tag={tag} state={stateOf(tag)} isNew={!has(all, tag)} onTick={ticked => tick(tag, ticked)} />)}
                {shown.length === 0 && <p className="px-2 py-2 text-ink-soft">{words.views.noTags}</p>}
            </div>
        </div>
    );
}

function Tick({ tag, state, isNew, onTick }: { tag: string; state: Share; isNew: boolean; onTick: (ticked: boolean) => void }) {
    const own = useTaskWords();
    return (
        <label className="flex min-h-9 items-center gap-2.5 rounded-lg px-3.5 hover:bg-sunken has-focus-visible:bg-sunken coarse:min-h-11">
            <input type="checkbox" checked={state === 'all'} ref={box => { if (box) box.indeterminate = state === 'some'; }}
                onChange={() => onTick(state !== 'all')} className="size-4 shrink-0" />
            {isNew ? <span className="truncate">{own.createTag(tag)}</span> : <bdi className="truncate">{tag}</bdi>}
        </label>
    );
}
