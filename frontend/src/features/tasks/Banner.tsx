import { CloudOff } from 'lucide-react';
import { useState } from 'react';
import { askNow, useConnection } from '@/lib/connection';
import { useWords } from '@/lib/words';
import { useWaiting } from './WorkspaceProvider';

/** Says quietly that there is trouble, and what waits for its end. */
export function Banner() {
    const { trouble } = useWords();
    const connection = useConnection();
    const { waiting, durable } = useWaiting();
    const cut = connection !== 'up';
    // The trouble is over when nothing waits any more.
    const [recovering, setRecovering] = useState(false);
    if (cut && !recovering) setRecovering(true);
    if (recovering && !cut && waiting.length === 0) setRecovering(false);
    const troubled = cut || recovering && waiting.length > 0;
    return (
        <div role="status">
            {(troubled || !durable) && (
                <p className="mt-3 flex flex-wrap items-center gap-x-2 gap-y-1 rounded-lg bg-warn-soft px-3 py-2 text-sm">
                    <CloudOff size={16} aria-hidden className="shrink-0" />
                    {cut && <span>{connection === 'offline' ? trouble.offline : trouble.unreachable}</span>}
                    {troubled && <span className={waiting.length > 0 ? 'font-medium' : ''}>
                        {waiting.length === 0 ? trouble.lastKnown : cut ? trouble.waiting(waiting.length) : trouble.saving(waiting.length)}
                    </span>}
                    {!durable && <span>{trouble.notKept}</span>}
                    {cut && <button type="button" onClick={() => void askNow()} className="ms-auto rounded underline underline-offset-2 coarse:min-h-11 coarse:px-2">{trouble.retry}</button>}
                </p>
            )}
        </div>
    );
}
