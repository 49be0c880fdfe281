import { useLanguage, type Language } from './words';

/** The language that is spoken, with the region that the browser prefers for it: dates and weeks differ by region. */
export const localeOf = (language: Language): string => navigator.languages.find(tag => tag.split('-')[0] === language) ?? language;

export const useLocale = (): string => localeOf(useLanguage());

interface WeekInfo {
    firstDay: number;
}

/** 0 is Sunday. */
export function firstDayOfWeek(locale: string): 0 | 1 | 2 | 3 | 4 | 5 | 6 {
    const info = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };
    // Some browsers do not know; there it is the day of ISO 8601.
    const { firstDay } = info.getWeekInfo?.() ?? info.weekInfo ?? { firstDay: 1 };
    return firstDay % 7 as 0 | 1 | 2 | 3 | 4 | 5 | 6;
}
