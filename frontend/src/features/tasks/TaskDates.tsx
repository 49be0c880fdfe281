import { useLocale } from '@/lib/locale';
import type { Task } from './task';
import { useTaskWords } from './taskWords';

/** When it was made and changed last. */
export function TaskDates({ task }: { task: Task }) {
    const own = useTaskWords();
    const { format } = new Intl.DateTimeFormat(useLocale(), { dateStyle: 'medium', timeStyle: 'short' });
    return (
        <div className="text-xs text-ink-soft">
            <p>{own.created(format(new Date(task.created_at)))}</p>
            {task.updated_at !== task.created_at && <p>{own.changed(format(new Date(task.updated_at)))}</p>}
        </div>
    );
}
