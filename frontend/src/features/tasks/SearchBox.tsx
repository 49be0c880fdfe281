import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState, type Ref } from 'react';
import { IconButton } from '@/components/Button';
import { useWords } from '@/lib/words';

/** The address follows when the typing pauses: browsers allow only so many changes of it. */
const pause = 300;

interface SearchBoxProps {
    ref: Ref<HTMLInputElement>;
    /** What the address says. */
    value: string;
    onType: (text: string) => void;
    onSettle: (text: string) => void;
    onLeave: () => void;
}

export function SearchBox({ ref, value, onType, onSettle, onLeave }: SearchBoxProps) {
    const words = useWords();
    const [text, setText] = useState(value);
    const [seen, setSeen] = useState(value);
    const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

    // Back, forward, another view.
    if (value !== seen) {
        setSeen(value);
        setText(value);
    }
    useEffect(() => () => clearTimeout(timer.current), []);

    function type(next: string) {
        setText(next);
        onType(next);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => {
            setSeen(next);
            onSettle(next);
        }, pause);
    }

    return (
        <div role="search" className="flex min-w-0 flex-1 items-center rounded-lg border border-line bg-surface focus-within:border-accent focus-within:ring-1 focus-within:ring-accent">
            <Search size={16} aria-hidden className="ms-3 shrink-0 text-ink-soft" />
            <input ref={ref} type="search" value={text} onChange={event => type(event.target.value)} aria-label={words.list.search} placeholder={words.list.search}
                autoComplete="off" enterKeyHint="search" dir="auto"
                onKeyDown={event => {
                    if (event.key !== 'Escape' && event.key !== 'Enter' && event.key !== 'ArrowDown') return;
                    event.preventDefault();
                    event.stopPropagation();
                    if (event.key === 'Escape') type('');
                    onLeave();
                }}
                className="min-h-9 min-w-0 flex-1 bg-transparent px-2 outline-none coarse:min-h-11 [&::-webkit-search-cancel-button]:hidden" />
            {text && <IconButton label={words.list.clearSearch} onClick={() => type('')} className="!size-8 me-0.5 coarse:!size-11"><X size={16} aria-hidden /></IconButton>}
        </div>
    );
}
