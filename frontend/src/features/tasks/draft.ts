const key = 'draft';

/** What was typed for a new task and not added yet: it outlives the page. */
export const draft = {
    read: () => localStorage.getItem(key) ?? '',
    write: (text: string) => text ? localStorage.setItem(key, text) : localStorage.removeItem(key),
};
