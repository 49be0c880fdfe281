import { dictionaryOf, type Same } from '@/lib/words';

const en = {
    hint: 'Such as: every 2 weeks on Monday',
    presets: { daily: 'daily', weekdays: 'weekdays', weekly: 'weekly', monthly: 'monthly', yearly: 'yearly' },
    next: 'Next:',
    ifDoneToday: 'If it is done today:',
    ends: 'No more dates.',
    adopted: 'This says no rule, so nothing comes of it.',
    notUnderstood: 'This is not understood. Write, for example: daily, every 2 weeks on Monday, every month on the 31st, last friday of the month, every 3 days after completion.',
    missed: 'Missed dates',
    skip: 'are skipped',
    oneByOne: 'come one by one',
    end: 'Stop repeating',
    scope: 'Changes are for',
    thisOne: 'this one',
    following: 'this and following',
};

const de: Same<typeof en> = {
    hint: 'Zum Beispiel: alle 2 Wochen am Montag',
    presets: { daily: 'täglich', weekdays: 'werktags', weekly: 'wöchentlich', monthly: 'monatlich', yearly: 'jährlich' },
    next: 'Danach:',
    ifDoneToday: 'Wenn sie heute erledigt wird:',
    ends: 'Kein weiterer Termin.',
    adopted: 'Das sagt keine Regel, also folgt nichts daraus.',
    notUnderstood: 'Das ist nicht verständlich. Schreib zum Beispiel: täglich, alle 2 Wochen am Montag, jeden Monat am 31., letzter Freitag im Monat, alle 3 Tage nach Erledigung.',
    missed: 'Verpasste Termine',
    skip: 'entfallen',
    oneByOne: 'kommen der Reihe nach',
    end: 'Nicht mehr wiederholen',
    scope: 'Änderungen gelten für',
    thisOne: 'nur diese',
    following: 'diese und folgende',
};

export const repeatWords = { en, de };

export const useRepeatWords = dictionaryOf(repeatWords);
