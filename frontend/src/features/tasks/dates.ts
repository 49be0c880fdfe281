/** Local calendar days as text (2026-03-01), as the tasks have them: they compare and sort as text. */

const two = (n: number) => String(n).padStart(2, '0');

export const dayOf = (date: Date) => `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

export const dateOf = (day: string) => {
    const [year, month, date] = day.slice(0, 10).split('-').map(Number) as [number, number, number];
    return new Date(year, month - 1, date);
};

/** The day that it is in a time zone; without one, or in one that this browser does not know, where the device is. */
export function today(zone?: string | null): string {
    const now = new Date();
    try {
        return zone && zone !== Intl.DateTimeFormat().resolvedOptions().timeZone ? now.toLocaleDateString('en-CA', { timeZone: zone }) : dayOf(now);
    } catch {
        return dayOf(now);
    }
}

export const addDays = (day: string, days: number) => {
    const date = dateOf(day);
    date.setDate(date.getDate() + days);
    return dayOf(date);
};

/** The Monday after this day. */
export const nextWeek = (day: string) => addDays(day, 7 - (dateOf(day).getDay() + 6) % 7);

/** Adopted data may have any text as its due date: that sorts last and counts as no date. */
export const isDate = (due: string | null): due is string => due !== null && /^\d{4}-\d\d-\d\d(T|$)/.test(due);

export const dueDay = (due: string | null) => isDate(due) ? due.slice(0, 10) : null;

export const dueTime = (due: string | null) => isDate(due) && due.length > 10 ? due.slice(11, 16) : null;
