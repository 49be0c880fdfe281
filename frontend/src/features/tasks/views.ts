import { addDays, dueDay, isDate } from './dates';
import { isNew, priorities, sameTag, tagsOf, type Priority, type Task } from './task';

export const views = ['all', 'today', 'upcoming', 'completed', 'trash'] as const;
export type View = typeof views[number];

export const sorts = ['relevance', 'newest', 'oldest', 'due_date', 'priority', 'title'] as const;
export type Sort = typeof sorts[number];

/** What the list shows: all of it stands in the address, so that back, reload and a copied link work. */
export interface Question {
    view: View;
    tag?: string;
    priority?: Priority;
    q: string;
    /** As it was chosen; see {@link sortOf}. */
    sort?: Sort;
}

const oneOf = <T extends string>(allowed: readonly T[], text: string | null): T | undefined => allowed.find(item => item === text);

export function readQuestion(params: URLSearchParams): Question {
    const view = oneOf(views, params.get('view')) ?? 'all';
    const tag = params.get('tag')?.trim() || undefined;
    return { view, tag, priority: oneOf(priorities, params.get('priority')), q: params.get('q') ?? '', sort: oneOf(sorts, params.get('sort')) };
}

/** The address of a question, without what goes without saying. */
export function addressOf(question: Partial<Question>): string {
    const { view = 'all', tag, priority, q, sort } = question;
    const params = new URLSearchParams();
    if (view !== 'all') params.set('view', view);
    if (tag) params.set('tag', tag);
    if (priority) params.set('priority', priority);
    if (q) params.set('q', q);
    if (sort && sort !== sortOf({ view, q: q ?? '' })) params.set('sort', sort);
    const text = params.toString();
    return text ? `/?${text}` : '/';
}

/** Another view is another list; another search or order of it is the same one. */
export const listOf = ({ view, tag, priority }: Question): string => [view, tag, priority].join();

/** Whether the list is another one tomorrow. */
export const dependsOnDay = ({ view }: Pick<Question, 'view'>): boolean => view === 'today' || view === 'upcoming';

/** As many words, and letters in all, as the server takes. What is quoted counts as one word. */
const searchOf = (q: string) => (q.trim().slice(0, 200).match(/[^\s„“”«»]*"[^"]*"?|\S*[„“”«»][^"„“”«»]*["„“”«»]?|\S+/g) ?? []).slice(0, 10);

/** A word can be there in a better way or a worse one. An operator cannot, nor can what shall not be there. */
const canRank = (word: string) => !/^-.|^(tag|priority|due|is|created)[:<>]/i.test(word) && /[^\p{P}]|[%&_]/u.test(word);

export const hasWords = ({ q }: Pick<Question, 'q'>): boolean => searchOf(q).some(canRank);

/** A search for words shows the best first, a list by day what is due first, unless another order is chosen; the trash has none to choose. */
export function sortOf({ view, q, sort }: Pick<Question, 'view' | 'q' | 'sort'>): Sort {
    if (sort && view !== 'trash' && (sort !== 'relevance' || hasWords({ q }))) return sort;
    return hasWords({ q }) ? 'relevance' : dependsOnDay({ view }) ? 'due_date' : 'newest';
}

/** The question as the API takes it. */
export function requestOf(question: Question, today: string) {
    const { view, tag, priority, q } = question;
    const searched = searchOf(q).join(' ');
    if (view === 'trash') return { deleted: true, ...(searched && { q: searched }) };
    return {
        completed: view === 'completed',
        ...(view === 'today' && { due_before: addDays(today, 1) }),
        ...(view === 'upcoming' && { due_after: today }),
        ...(tag && { tag }),
        ...(priority && { priority }),
        ...(searched && { q: searched }),
        sort: sortOf(question),
    };
}

/** Whether the server would list this task: used for tasks that have changed here a moment ago. */
export function belongs(task: Task, { view, tag, priority, q }: Question, today: string): boolean {
    const due = dueDay(task.due_date);
    if (Boolean(task.deleted_at) !== (view === 'trash')) return false;
    if (view !== 'trash' && task.completed !== (view === 'completed')) return false;
    if (view === 'today' && !(due && due <= today)) return false;
    if (view === 'upcoming' && !(due && due > today)) return false;
    if (view !== 'trash' && tag && !tagsOf(task).some(own => sameTag(own, tag))) return false;
    if (view !== 'trash' && priority && task.priority !== priority) return false;
    // What the server has found, by a typo or an operator perhaps, stays found.
    if (task.hits) return true;
    const text = `${task.title}\n${task.description ?? ''}\n${task.tags ?? ''}`.toLowerCase();
    return searchOf(q.toLowerCase()).every(word => text.includes(word));
}

/** No date comes after every date. */
const dueKey = (due: string | null) => isDate(due) ? due : '~';

const compareText = (one: string, other: string) => one < other ? -1 : one > other ? 1 : 0;

/** The later a task was made, the higher; those that the server has not seen yet come last of all. */
const age = (task: Task) => isNew(task.id) ? 2 ** 52 - task.id : task.id;

const byMoment = (one: Task, other: Task, moment: (task: Task) => string) =>
    (isNew(one.id) || isNew(other.id) ? 0 : Date.parse(moment(one)) - Date.parse(moment(other))) || age(one) - age(other);

const byDue = (one: Task, other: Task) => compareText(dueKey(one.due_date), dueKey(other.due_date)) || age(one) - age(other);

/** The order of the server's lists. How well a task fits a search only the server knows. */
export function order(question: Question): (one: Task, other: Task) => number {
    if (question.view === 'trash') return (one, other) => byMoment(other, one, task => task.deleted_at ?? '');
    switch (sortOf(question)) {
        case 'relevance':
        case 'newest': return (one, other) => byMoment(other, one, task => task.created_at);
        case 'oldest': return (one, other) => byMoment(one, other, task => task.created_at);
        case 'due_date': return byDue;
        case 'priority': return (one, other) => priorities.indexOf(one.priority) - priorities.indexOf(other.priority) || byDue(one, other);
        case 'title': return (one, other) => compareText(one.title.toLowerCase(), other.title.toLowerCase()) || age(one) - age(other);
    }
}
