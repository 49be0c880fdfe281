import { dictionaryOf, type Same } from '@/lib/words';

const en = {
    label: 'Recognised',
    dismiss: (text: string) => `Leave “${text}” in the title`,
    from: (repetition: string, day: string) => `${repetition}, from ${day}`,
};

const de: Same<typeof en> = {
    label: 'Erkannt',
    dismiss: text => `„${text}“ im Titel lassen`,
    from: (repetition, day) => `${repetition}, ab ${day}`,
};

export const quickWords = { en, de };

export const useQuickWords = dictionaryOf(quickWords);
