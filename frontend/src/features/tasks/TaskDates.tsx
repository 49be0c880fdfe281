import { useLocale } from '@/lib/locale';
import { useWords } from '@/lib/words';
import type { Task } from './task';

/** When it was made and changed last. */
export function TaskDates({ task }: { task: Task }) {
    const { details } = useWords();
    const { format } = new Intl.DateTimeFormat(useLocale(), { dateStyle: 'medium', timeStyle: 'short' });
    return (
        <div className="text-xs text-ink-soft">
            <p>{details.created(format(new Date(task.created_at)))}</p>
            {task.updated_at !== task.created_at && <p>{details.changed(format(new Date(task.updated_at)))}</p>}
        </div>
    );
}
