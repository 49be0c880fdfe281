import { answerOf, api, type Schemas } from '@/lib/api';
import type { Waiting } from './change';
import type { Task } from './task';

/** Sends one change. Everything but a new task goes through the bulk route, which treats one task as it treats many. */
export async function perform(userId: number, change: Waiting): Promise<{ tasks: Task[]; missing: number[] }> {
    const request = { headers: { 'Idempotency-Key': change.key }, params: { path: { user_id: userId }, query: { scope: change.scope } } };
    if (change.kind === 'add') {
        const { title, description, due_date, priority, tags, recursion_pattern } = change.after[0]!;
        const body = { title, description, due_date, priority, tags, recursion_pattern };
        return { tasks: [await answerOf(api.POST('/api/{user_id}/tasks', { ...request, params: { path: { user_id: userId } }, body }))], missing: [] };
    }
    return answerOf(api.POST('/api/{user_id}/tasks/bulk', { ...request, body: { ...bulkOf(change), ids: change.after.map(task => task.id) } }));
}

function bulkOf({ kind, fields, tags }: Waiting): Pick<Schemas['BulkChange'], 'action' | 'changes'> {
    switch (kind) {
        case 'complete':
        case 'reopen':
        case 'delete':
        case 'restore': return { action: kind };
        case 'tag': return { action: 'change', changes: { add_tags: tags!.add.join(','), remove_tags: tags!.remove.join(',') } };
        default: return { action: 'change', changes: fields };
    }
}
