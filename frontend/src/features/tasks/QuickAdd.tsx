import { Plus } from 'lucide-react';
import { useEffect, useId, useState, type FormEvent, type KeyboardEvent, type Ref } from 'react';
import { useWords } from '@/lib/words';
import { draft } from './draft';
import { most, tooLong } from './limits';

interface QuickAddProps {
    ref: Ref<HTMLInputElement>;
    userId: number;
    onAdd: (title: string) => void;
    onLeave: () => void;
    /** A title that the server refused, to be mended here. */
    offered: string | null;
    onTaken: () => void;
}

export function QuickAdd({ ref, userId, onAdd, onLeave, offered, onTaken }: QuickAddProps) {
    const words = useWords();
    const [text, setText] = useState(() => draft.read(userId));
    const [added, setAdded] = useState('');
    const problem = tooLong(text.trim(), most.title, words);
    const note = useId();

    useEffect(() => draft.write(userId, text), [userId, text]);

    const [seen, setSeen] = useState<string | null>(null);
    if (offered !== seen) {
        setSeen(offered);
        if (offered !== null) setText([text, offered].filter(Boolean).join(' '));
    }
    useEffect(() => { if (offered !== null) onTaken(); }, [offered, onTaken]);

    function add(event: FormEvent) {
        event.preventDefault();
        const title = text.trim();
        if (!title || problem) return;
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
        <form onSubmit={add}>
            <div className="flex items-center gap-1 rounded-xl border border-line bg-surface px-1 transition-colors focus-within:border-accent focus-within:ring-1
                focus-within:ring-accent has-aria-invalid:border-danger has-aria-invalid:ring-danger">
                <span className="grid size-11 shrink-0 place-items-center text-accent"><Plus size={20} aria-hidden /></span>
                <input ref={ref} dir="auto" value={text} onChange={event => setText(event.target.value)} onKeyDown={press} aria-label={words.list.add}
                    aria-invalid={problem ? true : undefined} aria-describedby={problem ? note : undefined}
                    placeholder={words.list.addHint} enterKeyHint="done" autoComplete="off" className="min-h-11 min-w-0 flex-1 bg-transparent outline-none" />
                <kbd className="me-3 hidden rounded border border-line px-1.5 text-xs text-ink-soft md:block" aria-hidden>n</kbd>
            </div>
            {problem && <p id={note} role="alert" className="px-3 pt-1 text-sm text-danger">{problem}</p>}
            <span role="status" className="sr-only">{added && words.notices.added(added)}</span>
        </form>
    );
}
