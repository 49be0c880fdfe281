import { expect, it } from 'vitest';
import { addDays, dayOf, dueDay, dueTime, nextWeek } from './dates';

it('counts days over months, leap years and changes of the clock', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2026-03-28', 1)).toBe('2026-03-29');
    expect(addDays('2026-03-29', 1)).toBe('2026-03-30');
    expect(addDays('2026-10-25', 1)).toBe('2026-10-26');
});

it('finds the next Monday, also on a Monday and a Sunday', () => {
    expect(nextWeek('2026-11-21')).toBe('2026-11-23');
    expect(nextWeek('2026-11-22')).toBe('2026-11-23');
    expect(nextWeek('2026-11-23')).toBe('2026-11-30');
});

it('writes a local day, not the one in Greenwich', () => expect(dayOf(new Date(2026, 2, 1, 0, 30))).toBe('2026-03-01'));

it('takes a due date apart, and leaves free text alone', () => {
    expect([dueDay('2026-03-01T09:00'), dueTime('2026-03-01T09:00')]).toEqual(['2026-03-01', '09:00']);
    expect([dueDay('2026-03-01'), dueTime('2026-03-01')]).toEqual(['2026-03-01', null]);
    expect([dueDay('next spring'), dueTime('next spring')]).toEqual([null, null]);
});
