import { CalendarDays, ChevronDown } from 'lucide-react';
import { lazily } from '@/components/lazily';
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { useLocale } from '@/lib/locale';
import { addDays, dateOf, dueDay, dueTime, nextWeek } from './dates';
import { useToday } from './queries';
import { useTyping } from './useTyping';
import { useTaskWords } from './taskWords';

const Calendar = lazily(async () => (await import('./Calendar')).Calendar, <div className="h-72" />);

interface DatePickerProps {
    /** Undefined for several tasks that differ. */
    value: string | null | undefined;
    /** `done` is false when more is likely to follow: a time that is being typed. */
    onChange: (due: string | null, done: boolean) => void;
    autoFocus?: boolean;
    /** Only the quick choices are there at first. */
    folded?: boolean;
}

/** A day with one press, any day from a calendar, and a time for those who want one. */
export function DatePicker({ value, onChange, autoFocus = false, folded = false }: DatePickerProps) {
    const own = useTaskWords();
    const locale = useLocale();
    const today = useToday();
    const [open, setOpen] = useState(!folded);
    const panel = useId();
    const toggle = useRef<HTMLButtonElement>(null);
    const [day, time] = [dueDay(value ?? null), dueTime(value ?? null)];
    const choose = (chosen: string | null) => onChange(chosen && time ? `${chosen}T${time}` : chosen, true);

    const quick: [string, string | null, Intl.DateTimeFormatOptions?][] = [
        [own.today, today, { weekday: 'short' }],
        [own.tomorrow, addDays(today, 1), { weekday: 'short' }],
        [own.nextWeek, nextWeek(today), { day: 'numeric', month: 'short' }],
        [own.noDate, null],
    ];

    /** Escape folds the calendar; the next one is for what it stands in. */
    function fold(event: KeyboardEvent) {
        if (event.key !== 'Escape' || event.defaultPrevented || !folded || !open) return;
        event.preventDefault();
        setOpen(false);
        toggle.current?.focus();
    }

    return (
        <div onKeyDown={fold}>
            <div className="grid grid-cols-2 gap-1.5">
                {quick.map(([name, chosen, small], at) => (
                    <button key={name} type="button" autoFocus={autoFocus && at === 0} onClick={() => choose(chosen)}
                        aria-pressed={chosen === null ? value === null : chosen === day}
                        className="flex min-h-9 min-w-0 flex-wrap content-center items-baseline justify-between gap-x-2 rounded-lg border border-line px-3
                            py-1.5 transition-colors hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium
                            coarse:min-h-11">
                        {name}
                        {small && <span aria-hidden className="text-xs leading-6 font-normal text-ink-soft">
                            {new Intl.DateTimeFormat(locale, small).format(dateOf(chosen!))}
                        </span>}
                    </button>
                ))}
            </div>
            {folded && <button ref={toggle} type="button" aria-expanded={open} aria-controls={panel} onClick={() => setOpen(!open)}
                className="mt-1.5 flex min-h-9 w-full items-center gap-2 rounded-lg px-3 text-start hover:bg-sunken coarse:min-h-11">
                <CalendarDays size={17} aria-hidden className="shrink-0 text-ink-soft" />
                <span className={`min-w-0 flex-1 break-words ${value ? '' : 'text-ink-soft'}`}>
                    {value ? nameOf(value, today, locale) : own.anotherDay}
                </span>
                <ChevronDown size={17} aria-hidden className={`shrink-0 text-ink-soft transition-transform ${open ? 'rotate-180' : ''}`} />
            </button>}
            <div id={panel}>
                {open && <>
                    {!folded && value && !day && <p className="mt-2 px-3 break-words text-ink-soft">{value}</p>}
                    <Calendar day={day} today={today} onChoose={choose} />
                    <TimeField time={time} onChange={next => onChange(next ? `${day ?? today}T${next}` : day, false)} />
                </>}
            </div>
        </div>
    );
}

function TimeField({ time, onChange }: { time: string | null; onChange: (time: string) => void }) {
    const own = useTaskWords();
    const { text, change, focus, blur, flush } = useTyping({
        name: 'time', saved: time ?? '', save: onChange, tidy: typed => typed, problemOf: () => null,
    });
    return (
        <label className="mt-1 flex items-center justify-between gap-3 px-3">
            {own.time}
            <input type="time" value={text} onFocus={focus} onBlur={blur} onChange={event => change(event.target.value)}
                onKeyDown={event => { if (event.key === 'Enter') flush(); }}
                className="min-h-9 min-w-0 rounded-lg border border-control bg-surface px-2 tabular-nums coarse:min-h-11" />
        </label>
    );
}

function nameOf(due: string, today: string, locale: string): string {
    const day = dueDay(due);
    if (!day) return due;
    const year = day.slice(0, 4) === today.slice(0, 4) ? undefined : 'numeric';
    const date = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year }).format(dateOf(day));
    return [date, dueTime(due)].filter(Boolean).join(', ');
}
