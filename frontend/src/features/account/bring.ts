import { refusal, SessionEnded, type Schemas } from '@/lib/api';

export type Report = Schemas['ImportReport'];

export const importFormats = ['doneon', 'csv', 'todoist', 'vikunja', 'super_productivity', 'python'] as const;

export const fieldsOfCsv = ['title', 'description', 'due_date', 'priority', 'tags', 'recursion_pattern', 'completed', 'created_at'] as const;

/** Which program wrote the file, if it is not to be found out; and of CSV what its columns become. */
export interface Choice {
    format: string;
    map: string;
}

/** A large file takes longer than other requests may. */
export async function bring(userId: number, file: File, { format, map }: Choice, dryRun: boolean, skipBad: boolean): Promise<Report> {
    const query = new URLSearchParams({ ...(format && { format }), ...(map && { map }), dry_run: String(dryRun), skip_bad: String(skipBad) });
    const answer = await fetch(`/api/${userId}/import?${query}`, { method: 'POST', body: file, headers: { 'Content-Type': 'application/octet-stream' } });
    if (answer.ok) return await answer.json() as Report;
    if (answer.status === 401) throw new SessionEnded();
    throw await refusal(answer);
}
