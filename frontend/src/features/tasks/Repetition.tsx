import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Button } from '@/components/Button';
import { answerOf, api, Refused } from '@/lib/api';
import { fieldSentence } from '@/lib/fieldSentence';
import { useLocale } from '@/lib/locale';
import { useLanguage, useWords, type Words } from '@/lib/words';
import { dateOf } from './dates';
import { LineField } from './LineField';
import { most } from './limits';
import { useToday } from './queries';
import { useRepeatWords } from './repeatWords';
import { isNew, type Task, type TaskFields } from './task';
import { useWaiting, useWorkspace } from './WorkspaceProvider';

/** How long after the last key it is asked what the words mean. */
const pause = 250;

interface RepetitionProps {
    task: Task;
    draft: string | undefined;
    onSave: (fields: Partial<TaskFields>) => void;
}

/** How a task repeats, in words; what that means is told while they are typed. */
export function Repetition({ task, draft, onSave }: RepetitionProps) {
    const words = useWords();
    const own = useRepeatWords();
    const saved = task.recursion_pattern ?? '';
    const [typed, setTyped] = useState<string | null>(draft ?? null);
    const text = typed ?? saved;
    const [refused, setRefused] = useState({ text: '', why: '' });
    const { asked, error, data } = useMeaning(task, text);
    const why = error instanceof Refused && error.status === 422 ? wrong(error, own.notUnderstood, words) : '';
    if (why && (refused.text !== asked || refused.why !== why)) setRefused({ text: asked, why });

    function save(fields: Partial<TaskFields>) {
        setTyped(null);
        onSave(fields);
    }

    return (
        <div>
            <LineField name={`${task.id}/repeats`} label={words.details.repeats} saved={saved} draft={draft} limit={most.recursion_pattern} placeholder={own.hint}
                problemOf={line => line === refused.text && refused.why ? refused.why : null} onType={setTyped}
                onSave={pattern => save({ recursion_pattern: pattern || null })} framed />
            <div role="status" className="mt-1.5 text-sm text-ink-soft">{text && data && <Meaning {...data} />}</div>
            {!text && <div className="flex flex-wrap gap-1.5">
                {Object.values(own.presets).map(name => (
                    <button key={name} type="button" onClick={() => save({ recursion_pattern: name })}
                        className="min-h-8 rounded-full border border-line px-3 text-sm transition-colors hover:bg-sunken coarse:min-h-11">{name}</button>
                ))}
            </div>}
            {saved && <div className="mt-3 flex flex-wrap items-center justify-between gap-x-3 gap-y-2">
                <label className="flex items-center gap-2">
                    <span>{own.missed}</span>
                    <select value={task.catch_up ? 'yes' : 'no'} onChange={event => save({ catch_up: event.target.value === 'yes' })}
                        className="min-h-9 rounded-lg border border-control bg-surface px-2 coarse:min-h-11">
                        <option value="no">{own.skip}</option>
                        <option value="yes">{own.oneByOne}</option>
                    </select>
                </label>
                <Button onClick={() => save({ recursion_pattern: null })}>{own.end}</Button>
            </div>}
        </div>
    );
}

/** What the server makes of the words: of those that are saved with the task itself, of others with its date. */
function useMeaning(task: Task, typed: string) {
    const { account } = useWorkspace();
    const language = useLanguage();
    const [asked, setAsked] = useState(typed);
    useEffect(() => {
        const timer = setTimeout(() => setAsked(typed), pause);
        return () => clearTimeout(timer);
    }, [typed]);
    const { tasks: waiting } = useWaiting();
    const isSaved = asked === task.recursion_pattern && !isNew(task.id) && !waiting.has(task.id) && !task.completed;
    const headers = { 'Accept-Language': language };
    const query = useQuery({
        queryKey: ['occurrences', asked, task.due_date, language, isSaved ? `${task.id}/${task.updated_at}` : ''],
        queryFn: ({ signal }) => answerOf(isSaved
            ? api.GET('/api/{user_id}/tasks/{id}/occurrences', { signal, headers, params: { path: { user_id: account.id, id: task.id } } })
            : api.GET('/api/{user_id}/tasks/occurrences', {
                signal, headers, params: { path: { user_id: account.id }, query: { recursion_pattern: asked, ...(task.due_date && { due_date: task.due_date }) } },
            })),
        enabled: asked !== '' && Array.from(asked).length <= most.recursion_pattern,
        retry: false,
    });
    return { asked, data: asked === typed ? query.data : undefined, error: query.error };
}

function Meaning({ rule, sentence, dates, after_done }: { rule: string | null; sentence: string | null; dates: string[]; after_done: boolean }) {
    const own = useRepeatWords();
    const locale = useLocale();
    const year = useToday().slice(0, 4);
    const nameOf = (date: string) => new Intl.DateTimeFormat(locale, {
        weekday: 'short', day: 'numeric', month: 'short', ...(date.slice(0, 4) !== year && { year: 'numeric' }),
    }).format(dateOf(date));
    if (!rule) return <p>{own.adopted}</p>;
    return (
        <>
            <p className="first-letter:uppercase">{sentence}.</p>
            <p className="mt-0.5">{dates.length === 0 ? own.ends : <>
                {after_done ? own.ifDoneToday : own.next} {dates.map((date, at) => <span key={date}>{at > 0 && ' · '}<span className="whitespace-nowrap">{nameOf(date)}</span></span>)}
            </>}</p>
        </>
    );
}

function wrong({ errors, message }: Refused, notUnderstood: string, words: Words): string {
    const error = errors.recursion_pattern?.[0];
    if (!error) return message;
    return error.startsWith('is not understood') ? notUnderstood : fieldSentence(words.details.repeats, error, words);
}
