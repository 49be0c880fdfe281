import { useSyncExternalStore } from 'react';
import { en, type Same, type Words } from './en';

export type { Same, Words };

export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

/** Each language but the first is fetched only by those who read it. */
const dictionaries: Record<Language, () => Promise<Words>> = {
    en: async () => en,
    de: async () => (await import('./de')).de,
};

const choiceKey = 'language';
const listeners = new Set<() => void>();
let state: { language: Language; words: Words } = { language: 'en', words: en };

const known = (tag: string | null): tag is Language => tag !== null && tag in languages;

/** What the person chose; nothing means: as the browser. */
export const chosenLanguage = (): Language | null => {
    const choice = localStorage.getItem(choiceKey);
    return known(choice) ? choice : null;
};

export function chooseLanguage(choice: Language | null): Promise<void> {
    if (choice) localStorage.setItem(choiceKey, choice);
    else localStorage.removeItem(choiceKey);
    return speak();
}

/** Loads the words of the chosen language, else of the first one that the browser prefers and Doneon speaks. */
export async function speak(): Promise<void> {
    const language = chosenLanguage() ?? navigator.languages.map(tag => tag.slice(0, 2)).find(known) ?? 'en';
    const words = await dictionaries[language]();
    document.documentElement.lang = language;
    if (state.language === language) return;
    state = { language, words };
    for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
};

/** The words as they are now, for what is not drawn by React. */
export const words = (): Words => state.words;

const initial = state;
const useSpeech = () => useSyncExternalStore(subscribe, () => state, () => initial);

export const useWords = (): Words => useSpeech().words;
export const useLanguage = (): Language => useSpeech().language;

/** The words of a part of the app that is fetched when it is needed: both languages come along with it. */
export const dictionaryOf = <T>(dictionary: Record<Language, T>) => () => dictionary[useLanguage()];
