import { dictionaryOf, type Same } from '@/lib/words';

const en = {
    editDescription: 'Edit description',
    descriptionHint: 'Add a description. Markdown works here.',
    today: 'Today',
    tomorrow: 'Tomorrow',
    nextWeek: 'Next week',
    noDate: 'No date',
    time: 'Time',
    previousMonth: 'Previous month',
    nextMonth: 'Next month',
    addTag: 'Add a tag',
    createTag: (tag: string) => `Create “${tag}”`,
    removeTag: (tag: string) => `Remove ${tag}`,
    complete: 'Complete',
    reopen: 'Reopen',
    delete: 'Delete',
    created: (date: string) => `Created ${date}`,
    changed: (date: string) => `Changed ${date}`,
    notFound: 'This task does not exist any more.',
    titleNeeded: 'A task needs a title.',
    anotherDay: 'Another day',
    done: 'Done',
    notDone: 'Not done',
    bulk: {
        label: 'Selected tasks',
        selected: (n: number) => `${n} selected`,
        selectAll: 'Select all',
        clear: 'Clear selection',
        date: 'Date',
    },
};

const de: Same<typeof en> = {
    editDescription: 'Beschreibung bearbeiten',
    descriptionHint: 'Beschreibung hinzufügen, gern mit Markdown.',
    today: 'Heute',
    tomorrow: 'Morgen',
    nextWeek: 'Nächste Woche',
    noDate: 'Kein Datum',
    time: 'Uhrzeit',
    previousMonth: 'Voriger Monat',
    nextMonth: 'Nächster Monat',
    addTag: 'Schlagwort hinzufügen',
    createTag: tag => `„${tag}“ neu anlegen`,
    removeTag: tag => `${tag} entfernen`,
    complete: 'Erledigen',
    reopen: 'Wieder öffnen',
    delete: 'Löschen',
    created: date => `Angelegt: ${date}`,
    changed: date => `Geändert: ${date}`,
    notFound: 'Diese Aufgabe gibt es nicht mehr.',
    titleNeeded: 'Eine Aufgabe braucht einen Titel.',
    anotherDay: 'Anderer Tag',
    done: 'Erledigt',
    notDone: 'Nicht erledigt',
    bulk: {
        label: 'Ausgewählte Aufgaben',
        selected: n => `${n} ausgewählt`,
        selectAll: 'Alle auswählen',
        clear: 'Auswahl aufheben',
        date: 'Datum',
    },
};

export const taskWords = { en, de };

/** What the details of a task say, and the bar for several: fetched with them. */
export const useTaskWords = dictionaryOf(taskWords);
