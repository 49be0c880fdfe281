import { draft } from '@/features/tasks/draft';
import { forgetChanges } from '@/features/tasks/changeStore';
import { forgetAccount } from './session';

/**
 * Nothing of the account stays in this browser. A whole new page follows, so that nothing stays in its memory either; what is on
 * the device for everybody, the theme and the language, stays.
 */
export async function forgetEverything(userId: number, leadTo: string): Promise<void> {
    draft.forget(userId);
    // What a browser will not delete must not keep the tasks on the screen.
    await Promise.allSettled([forgetAccount(), forgetChanges(userId)]);
    location.replace(leadTo);
}
