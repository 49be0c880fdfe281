import { CalendarDays, Clock, Flag, Repeat, Tag, X } from 'lucide-react';
import { useEffect, useEffectEvent } from 'react';
import { useWords } from '@/lib/words';
import type { Part } from './dismissed';
import { useQuickWords } from './quickWords';
import { useToday } from './queries';
import { parse, type Parsed, type Piece } from './quickEntry';
import type { Priority } from './task';
import { nameOfDay } from './useRows';

/** How long after the last key the server is asked. */
const pause = 120;

const pictures = { date: CalendarDays, time: Clock, repeat: Repeat, priority: Flag, tag: Tag };

interface QuickChipsProps {
    userId: number;
    line: string;
    dismissed: readonly Part[];
    parsed: Parsed | null;
    onParsed: (parsed: Parsed) => void;
    onDismiss: (part: Part) => void;
}

/** What was recognised in the line for a new task. One press, and it is title again. */
export function QuickChips({ userId, line, dismissed, parsed, onParsed, onDismiss }: QuickChipsProps) {
    const words = useWords();
    const own = useQuickWords();
    const today = useToday();
    const take = useEffectEvent(onParsed);
    useEffect(() => {
        const asked = new AbortController();
        const timer = setTimeout(() => parse(userId, line, dismissed, asked.signal).then(take, () => undefined), pause);
        return () => {
            clearTimeout(timer);
            asked.abort();
        };
    }, [userId, line, dismissed]);

    if (!parsed || parsed.pieces.length === 0) return null;

    function nameOf({ kind, value, text }: Piece): string {
        if (kind === 'date') return nameOfDay(value, today, words);
        if (kind === 'priority') return words.details.priorities[value as Priority];
        if (kind === 'tag') return `#${value}`;
        if (kind === 'time') return value;
        const first = parsed!.fields.due_date;
        return first && !parsed!.pieces.some(piece => piece.kind === 'date') ? own.from(text, nameOfDay(first.slice(0, 10), today, words)) : text;
    }

    return (
        <ul aria-label={own.label} className="flex flex-wrap gap-1.5 px-1 pt-2">
            {parsed.pieces.map(piece => {
                const Picture = pictures[piece.kind];
                return <li key={`${piece.start} ${piece.text}`} className="flex min-h-7 max-w-full items-center gap-1.5 rounded-full bg-accent-soft ps-2.5 text-sm text-accent-strong">
                    <Picture size={14} aria-hidden className="shrink-0" />
                    <bdi className="truncate">{nameOf(piece)}</bdi>
                    <button type="button" aria-label={own.dismiss(piece.text)} title={own.dismiss(piece.text)} onClick={() => onDismiss({ start: piece.start, length: piece.length })}
                        className="grid size-7 shrink-0 place-items-center rounded-full hover:bg-sunken coarse:size-11 coarse:-my-1">
                        <X size={14} aria-hidden />
                    </button>
                </li>;
            })}
        </ul>
    );
}
