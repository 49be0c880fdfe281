import type { Schemas } from '@/lib/api';

export type Priority = Schemas['Priority'];
export type Task = Schemas['TaskItem'];

/** What a person can change of a task. */
export type TaskFields = Pick<Task, 'title' | 'description' | 'due_date' | 'priority' | 'tags' | 'recursion_pattern' | 'catch_up'>;

export const priorities: readonly Priority[] = ['High', 'Medium', 'Low'];

export const tagsOf = (task: Pick<Task, 'tags'>): string[] => task.tags ? task.tags.split(',') : [];

export const sameTag = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

export const joinTags = (tags: string[]): string | null =>
    tags.filter((tag, at) => tags.findIndex(other => sameTag(other, tag)) === at).join(',') || null;

/** A task that the server has not seen yet has a number below zero. */
export const isNew = (id: number) => id < 0;
