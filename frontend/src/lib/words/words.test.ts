import { describe, expect, test } from 'vitest';
import { accountWords } from '@/features/account/words';
import { quickWords } from '@/features/tasks/quickWords';
import { repeatWords } from '@/features/tasks/repeatWords';
import { shortcutWords } from '@/features/tasks/shortcutWords';
import { taskWords } from '@/features/tasks/taskWords';
import { de } from './de';
import { en } from './en';

/** What is rightly the same in both languages. */
const same = ['appName', 'themes.system', 'formats.json.name', 'formats.csv.name', 'formats.ics.name', 'formats.markdown.name',
    ...['doneon', 'todoist', 'vikunja', 'super_productivity', 'python'].map(format => `importFormats.${format}`)];

type Say = (...given: unknown[]) => string;

/** Every sentence by its place, each with what is put into it, once for one thing and once for several. */
function sentences(words: object, place = ''): [string, string][] {
    return Object.entries(words).flatMap(([name, value]: [string, unknown]): [string, string][] => {
        const here = place ? `${place}.${name}` : name;
        if (typeof value === 'string') return [[here, value]];
        if (typeof value === 'object') return sentences(value!, here);
        const say = value as Say;
        return [[`${here}(1)`, say(1, 'Milch', true)], [`${here}(7)`, say(7, 'Milch', true)]];
    });
}

const dictionaries = { app: { en, de }, account: accountWords, shortcuts: shortcutWords, quick: quickWords, repeat: repeatWords, task: taskWords };

describe.each(Object.entries(dictionaries))('the words of %s', (_, dictionary) => {
    const english = new Map(sentences(dictionary.en));
    const german = sentences(dictionary.de);

    test('are all there in German', () => expect(german.map(([place]) => place).sort()).toEqual([...english.keys()].sort()));

    test('are translated', () => {
        const untranslated = german.filter(([place, sentence]) => sentence === english.get(place)).map(([place]) => place);
        expect(untranslated.filter(place => !same.includes(place))).toEqual([]);
    });

    test('are never empty', () => expect(german.filter(([, sentence]) => !sentence.trim())).toEqual([]));

    test('keep what is put into them', () => {
        const dropped = german.filter(([place, sentence]) => /\(7\)$/.test(place) && english.get(place)!.includes('7') && !sentence.includes('7'));
        expect(dropped).toEqual([]);
    });
});

describe('the words', () => {
    test('count one thing as one', () => {
        expect(de.trouble.waiting(1)).toBe('1 Änderung wartet');
        expect(de.trouble.waiting(2)).toBe('2 Änderungen warten');
    });
});
