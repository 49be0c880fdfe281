import { dictionaryOf } from '@/lib/words';

type Examples = readonly (readonly [typed: string, meaning: string])[];

const en = {
    mistake: 'This search is not understood, or not finished yet.',
    examples: [
        ['tag:home', 'with this tag'],
        ['priority:high', 'of this priority; also medium and low'],
        ['due<2026-04-01', 'due before; also <= > >= and :'],
        ['due:today', 'also tomorrow, week, overdue and none'],
        ['is:done', 'also open, repeating and overdue'],
        ['"two words"', 'one after the other'],
        ['-word', 'without this word'],
    ] as Examples,
};

const de: typeof en = {
    mistake: 'Diese Suche ist nicht verständlich oder noch nicht fertig.',
    examples: [
        ['tag:haus', 'mit diesem Schlagwort'],
        ['priority:high', 'mit dieser Priorität; auch medium und low'],
        ['due<2026-04-01', 'vorher fällig; auch <= > >= und :'],
        ['due:today', 'heute fällig; auch tomorrow, week, overdue und none'],
        ['is:done', 'erledigt; auch open, repeating und overdue'],
        ['"zwei Wörter"', 'eins nach dem anderen'],
        ['-wort', 'ohne dieses Wort'],
    ],
};

export const useSearchWords = dictionaryOf({ en, de });
