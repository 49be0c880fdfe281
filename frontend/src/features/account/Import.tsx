import { Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Alert } from '@/components/Alert';
import { Button } from '@/components/Button';
import { Select } from '@/components/Select';
import { bring, fieldsOfCsv, importFormats, type Choice, type Report } from './bring';
import { Section } from './Section';
import { useSession } from './session';
import { useAccountWords } from './words';

/** A file is looked through first, and brought in when the person has seen what will come of it. */
export function Import() {
    const own = useAccountWords();
    const client = useQueryClient();
    const { account } = useSession();
    const picker = useRef<HTMLInputElement>(null);
    const [file, setFile] = useState<File | null>(null);
    const [choice, setChoice] = useState<Choice>({ format: '', map: '' });
    const [report, setReport] = useState<Report | null>(null);
    const [busy, setBusy] = useState(false);
    const [problem, setProblem] = useState('');
    const [skipBad, setSkipBad] = useState(false);

    async function run(chosen: File, how: Choice, dryRun: boolean) {
        setBusy(true);
        setProblem('');
        try {
            setReport(await bring(account!.id, chosen, how, dryRun, skipBad));
            if (!dryRun) void client.invalidateQueries({ queryKey: ['list'] });
        } catch (failure) {
            setReport(null);
            setProblem(failure instanceof Error && failure.message ? failure.message : own.importFailed);
        }
        setBusy(false);
    }

    function look(chosen: File, how: Choice) {
        setFile(chosen);
        setChoice(how);
        void run(chosen, how, true);
    }

    return (
        <Section title={own.sections.import} hint={own.importHint}>
            <div className="flex flex-wrap items-end gap-3">
                <div>
                    <label htmlFor="import-format" className="mb-1.5 block font-medium">{own.importFrom}</label>
                    <Select id="import-format" className="w-60" value={choice.format} onChange={event => {
                        const how = { format: event.target.value, map: '' };
                        setChoice(how);
                        if (file) look(file, how);
                    }}>
                        <option value="">{own.importAny}</option>
                        {importFormats.map(format => <option key={format} value={format}>{own.importFormats[format]}</option>)}
                    </Select>
                </div>
                <Button className="h-11" onClick={() => picker.current!.click()} aria-disabled={busy}><Upload size={17} aria-hidden />{own.importChoose}</Button>
                <input ref={picker} type="file" accept=".json,.csv,.txt,application/json,text/csv" aria-label={own.importChoose} className="sr-only" tabIndex={-1}
                    onChange={event => {
                        const chosen = event.target.files?.[0];
                        event.target.value = '';
                        if (chosen) look(chosen, { ...choice, map: '' });
                    }} />
            </div>
            <div role="status" className="mt-3 text-ink-soft">{busy ? own.importReading : file && <bdi>{file.name}</bdi>}</div>
            {problem && <div className="mt-3"><Alert>{problem}</Alert></div>}
            {report && !busy && <>
                {report.dry_run && report.mapping && file && <Mapping report={report} onMap={map => look(file, { format: 'csv', map })} />}
                <Told report={report} />
                {report.dry_run && file && <>
                    {report.bad_count > 0 && <label className="mt-4 flex items-center gap-2">
                        <input type="checkbox" checked={skipBad} onChange={event => setSkipBad(event.target.checked)} className="size-4 accent-accent" />{own.importSkip}
                    </label>}
                    {report.added > 0 &&
                        <Button look="primary" className="mt-4 h-11" disabled={report.bad_count > 0 && !skipBad} onClick={() => void run(file, choice.map || !report.mapping ? choice : { format: 'csv', map: report.mapping.map }, false)}>
                            {own.importNow(report.added)}
                        </Button>}
                </>}
            </>}
        </Section>
    );
}

function Told({ report }: { report: Report }) {
    const own = useAccountWords();
    return (
        <div className="mt-3 grid gap-3">
            <p role="status" className="font-medium">
                {report.dry_run ? own.importWould(report.added, report.already_there) : own.imported(report.added, report.already_there)}
            </p>
            {report.bad_count > 0 && <div>
                <p className="font-medium text-danger">{own.importBad(report.bad_count)}</p>
                <ul className="mt-1 max-h-48 overflow-y-auto text-sm text-ink-soft" tabIndex={0} aria-label={own.importBad(report.bad_count)}>
                    {report.bad.map(bad => <li key={`${bad.task} ${bad.field} ${bad.error}`}>{own.importLine(bad.line)}: {own.importFields[bad.field as keyof typeof own.importFields] ?? bad.field} {bad.error}</li>)}
                </ul>
            </div>}
            {report.tasks && report.tasks.length > 0 && <div>
                <p className="font-medium">{own.importPreview}</p>
                <ul className="mt-1 text-sm text-ink-soft">{report.tasks.slice(0, 8).map(task => (
                    <li key={`${task.line} ${task.title}`} className="truncate">
                        <bdi className="text-ink">{task.title}</bdi>{[task.due_date, task.tags && task.tags.split(',').map(tag => `#${tag}`).join(' '), task.recursion_pattern]
                            .filter(Boolean).map(text => ` · ${text}`)}
                    </li>
                ))}</ul>
            </div>}
            {report.left_out.length > 0 && <div>
                <p className="font-medium">{own.importLeftOut}</p>
                <ul className="mt-1 list-inside list-disc text-sm text-ink-soft">{report.left_out.map(item => <li key={item.what}>{item.what} ({item.tasks})</li>)}</ul>
            </div>}
        </div>
    );
}

/** What each column of a CSV becomes. */
function Mapping({ report, onMap }: { report: Report; onMap: (map: string) => void }) {
    const own = useAccountWords();
    const { columns } = report.mapping!;
    function choose(column: string, field: string) {
        const pairs = columns.map(one => [one.column === column ? field : one.field === field ? '' : one.field, one.column]).filter(([name]) => name);
        onMap(pairs.map(pair => pair.join(':')).join(','));
    }
    return (
        <fieldset className="mt-3">
            <legend className="mb-1.5 font-medium">{own.importColumns}</legend>
            <div className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1.5">
                {columns.map(({ column, field }) => <div key={column} className="contents">
                    <bdi className="truncate">{column}</bdi>
                    <select aria-label={column} value={field ?? ''} onChange={event => choose(column, event.target.value)}
                        className="min-h-9 max-w-60 rounded-lg border border-control bg-surface px-2 coarse:min-h-11">
                        <option value="">{own.importNothing}</option>
                        {fieldsOfCsv.map(name => <option key={name} value={name}>{own.importFields[name]}</option>)}
                    </select>
                </div>)}
            </div>
        </fieldset>
    );
}
