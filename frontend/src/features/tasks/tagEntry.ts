import type { Words } from '@/lib/words';
import { asLine, most, tooLong } from './limits';
import { sameTag, tagsOf, type Task } from './task';

export const has = (tags: readonly string[], tag: string) => tags.some(other => sameTag(other, tag));

interface Entered {
    tags: string[];
    /** What could not be added, and why. */
    rest: string;
    problem: string | null;
}

/** Adds what was typed, which may be several tags with commas between them. */
export function enter(tags: readonly string[], typed: string, words: Words): Entered {
    const next = [...tags];
    const names = typed.split(',').map(asLine).filter(Boolean);
    for (const [at, name] of names.entries()) {
        if (has(next, name)) continue;
        const problem = tooLong(name, most.tag, words) ?? (next.length >= most.tags ? words.details.tooManyTags(most.tags) : null);
        if (problem) return { tags: next, rest: names.slice(at).join(', '), problem };
        next.push(name);
    }
    return { tags: next, rest: '', problem: null };
}

/** The known tags that may be meant, the likeliest first; at the end what was typed, if it is new. */
export function suggest(known: readonly string[], typed: string, without: readonly string[] = []): string[] {
    const name = asLine(typed);
    const part = name.toLowerCase();
    const rank = (tag: string) => {
        const text = tag.toLowerCase();
        return text === part ? 0 : text.startsWith(part) ? 1 : text.includes(part) ? 2 : 3;
    };
    const free = known.filter(tag => !has(without, tag));
    const found = [0, 1, 2].flatMap(wanted => free.filter(tag => rank(tag) === wanted));
    return name && !has(known, name) && !has(without, name) ? [...found, name] : found;
}

/** Tags that were ticked or not for several tasks. */
export type Ticks = ReadonlyMap<string, boolean>;

export type Share = 'all' | 'some' | 'none';

/** How many of the tasks have a tag. They are counted once, for as many tags as are asked for. */
export function sharesOf(tasks: readonly Task[]): (tag: string) => Share {
    const counts = new Map<string, number>();
    for (const tag of tasks.flatMap(tagsOf)) counts.set(tag.toLowerCase(), (counts.get(tag.toLowerCase()) ?? 0) + 1);
    return tag => {
        const having = counts.get(tag.toLowerCase()) ?? 0;
        return having === 0 ? 'none' : having === tasks.length ? 'all' : 'some';
    };
}

/** What the ticks change about the tasks: those that say what is so already change nothing. */
export function changesOf(tasks: readonly Task[], ticks: Ticks): { add: string[]; remove: string[] } {
    const shareOf = sharesOf(tasks);
    const made = [...ticks].filter(([tag, ticked]) => shareOf(tag) !== (ticked ? 'all' : 'none'));
    const those = (wanted: boolean) => made.filter(([, ticked]) => ticked === wanted).map(([tag]) => tag);
    return { add: those(true), remove: those(false) };
}

/** Whether all the tasks could take the tags that are ticked. */
export function fits(tasks: readonly Task[], ticks: Ticks): boolean {
    const { add, remove } = changesOf(tasks, ticks);
    return tasks.every(task => {
        const kept = tagsOf(task).filter(tag => !has(remove, tag));
        return add.every(tag => has(kept, tag)) || kept.length + add.filter(tag => !has(kept, tag)).length <= most.tags;
    });
}
