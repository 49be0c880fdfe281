import { answerOf, api, type Schemas } from '@/lib/api';
import type { Part } from './dismissed';
import type { TaskFields } from './task';

export type Piece = Schemas['Piece'];

/** What a line says, and for which line and which dismissed parts that was found out. */
export interface Parsed {
    line: string;
    dismissed: readonly Part[];
    fields: NewFields;
    pieces: Piece[];
}

/** What was not said is left to the view that the task is added to. */
export type NewFields = { title: string } & Partial<TaskFields>;

/** The server takes so many. */
const mostDismissed = 100;

export async function parse(userId: number, line: string, dismissed: readonly Part[], signal?: AbortSignal): Promise<Parsed> {
    const { title, due_date, priority, tags, recursion_pattern, pieces } = await answerOf(api.POST('/api/{user_id}/tasks/parse', {
        signal, params: { path: { user_id: userId } }, body: { text: line, keep: dismissed.slice(0, mostDismissed) },
    }));
    const fields = { title, ...(due_date && { due_date }), ...(priority && { priority }), ...(tags && { tags }), ...(recursion_pattern && { recursion_pattern }) };
    return { line, dismissed, fields, pieces };
}
