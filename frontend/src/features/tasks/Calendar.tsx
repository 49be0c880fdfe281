import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { DayPicker } from 'react-day-picker';
import { firstDayOfWeek, useLocale } from '@/lib/locale';
import { useWords } from '@/lib/words';
import { dateOf, dayOf } from './dates';
import { useTaskWords } from './taskWords';

const arrow = 'grid size-9 place-items-center rounded-lg text-ink-soft hover:bg-sunken hover:text-ink coarse:size-11';

const classNames = {
    root: 'relative mt-2 max-[22rem]:-mx-4',
    month_caption: 'flex min-h-9 items-center ps-3 font-medium coarse:min-h-11',
    nav: 'absolute end-0 top-0 flex',
    button_previous: arrow,
    button_next: arrow,
    month_grid: 'mt-1 w-full table-fixed border-collapse',
    weekday: 'h-7 text-xs font-normal text-ink-soft',
    day: 'p-0 text-center',
    day_button: 'inline-grid h-9 w-full max-w-11 place-items-center rounded-lg tabular-nums hover:bg-sunken coarse:h-11',
    today: '[&>button]:font-semibold [&>button]:text-accent',
    selected: '[&>button]:bg-accent! [&>button]:text-on-accent!',
    outside: '[&>button]:text-ink-soft',
};

/** One month, with the arrow keys, Page Up and Page Down. */
export function Calendar({ day, today, onChoose }: { day: string | null; today: string; onChoose: (day: string) => void }) {
    const own = useTaskWords();
    const { details } = useWords();
    const locale = useLocale();
    const [month, setMonth] = useState(() => dateOf(day ?? today));
    const [followed, setFollowed] = useState(day);
    if (day !== followed) {
        setFollowed(day);
        if (day) setMonth(dateOf(day));
    }

    const [formatters, labels] = useMemo(() => {
        const format = (options: Intl.DateTimeFormatOptions) => {
            const { format: write } = new Intl.DateTimeFormat(locale, options);
            return (date: Date) => write(date);
        };
        const wholeMonth = format({ month: 'long', year: 'numeric' });
        const wholeDay = format({ dateStyle: 'full' });
        return [
            { formatCaption: wholeMonth, formatWeekdayName: format({ weekday: 'narrow' }), formatDay: format({ day: 'numeric' }) },
            {
                labelNav: () => details.dueDate,
                labelGrid: wholeMonth,
                labelWeekday: format({ weekday: 'long' }),
                labelDayButton: (date: Date) => wholeDay(date),
                labelPrevious: () => own.previousMonth,
                labelNext: () => own.nextMonth,
            },
        ];
    }, [locale, details, own]);

    return <DayPicker mode="single" required selected={day ? dateOf(day) : undefined} today={dateOf(today)}
        month={month} onMonthChange={setMonth} onSelect={date => onChoose(dayOf(date))}
        weekStartsOn={firstDayOfWeek(locale)} showOutsideDays fixedWeeks
        formatters={formatters} labels={labels} classNames={classNames}
        components={{
            Chevron: ({ orientation }) => {
                const Arrow = orientation === 'left' ? ChevronLeft : ChevronRight;
                return <Arrow size={18} aria-hidden className="rtl:rotate-180" />;
            },
        }} />;
}
