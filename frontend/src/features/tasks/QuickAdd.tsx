import { Plus } from 'lucide-react';
import { useEffect, useState, type FormEvent, type KeyboardEvent, type Ref } from 'react';
import { useWords } from '@/lib/words';
import { draft } from './draft';

interface QuickAddProps {
    ref: Ref<HTMLInputElement>;
    onAdd: (title: string) => void;
    onLeave: () => void;
    /** A title that the server refused, to be mended here. */
    offered: string | null;
    onTaken: () => void;
}

export function QuickAdd({ ref, onAdd, onLeave, offered, onTaken }: QuickAddProps) {
    const words = useWords();
    const [text, setText] = useState(draft.read);
    const [added, setAdded] = useState('');

    useEffect(() => draft.write(text), [text]);

    if (offered !== null && text !== offered) setText(offered);
    useEffect(() => { if (offered !== null) onTaken(); }, [offered, onTaken]);

    function add(event: FormEvent) {
        event.preventDefault();
        const title = text.trim();
        if (!title) return;
        onAdd(title);
        setText('');
        setAdded(title);
    }

    function press(event: KeyboardEvent) {
        if (event.key !== 'Escape' && event.key !== 'ArrowDown' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        event.stopPropagation();
        onLeave();
    }

    return (
        <form onSubmit={add} className="flex items-center gap-1 rounded-xl border border-line bg-surface px-1 transition-colors focus-within:border-accent
            focus-within:ring-1 focus-within:ring-accent">
            <span className="grid size-11 shrink-0 place-items-center text-accent"><Plus size={20} aria-hidden /></span>
            <input ref={ref} dir="auto" value={text} onChange={event => setText(event.target.value)} onKeyDown={press} aria-label={words.list.add}
                placeholder={words.list.addHint} enterKeyHint="done" autoComplete="off" className="min-h-11 min-w-0 flex-1 bg-transparent outline-none" />
            <kbd className="me-3 hidden rounded border border-line px-1.5 text-xs text-ink-soft md:block" aria-hidden>n</kbd>
            <span role="status" className="sr-only">{added && words.notices.added(added)}</span>
        </form>
    );
}
