const units = [['day', 86_400], ['hour', 3600], ['minute', 60]] as const;

/** "5 minutes ago", "in 2 hours", in the given language; less than a minute is "now" or counted in seconds. */
export function relativeTime(date: Date, now: Date, language: string): string {
    const seconds = Math.round((date.getTime() - now.getTime()) / 1000);
    const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
    for (const [unit, size] of units)
        if (Math.abs(seconds) >= size) return format.format(Math.sign(seconds) * Math.round(Math.abs(seconds) / size), unit);
    return seconds > 0 ? format.format(seconds, 'second') : format.format(0, 'second');
}
