const keyOf = (userId: number) => `draft-${userId}`;

/** What this person typed for a new task and did not add yet: it outlives the page. */
export const draft = {
    read: (userId: number) => localStorage.getItem(keyOf(userId)) ?? '',
    write: (userId: number, text: string) => text ? localStorage.setItem(keyOf(userId), text) : localStorage.removeItem(keyOf(userId)),
};
