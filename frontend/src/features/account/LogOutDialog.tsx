import { useState } from 'react';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { useWords } from '@/lib/words';
import { leave, stay, type Leaving } from './logOut';

/** Asks what becomes of changes that wait, or says why it did not work. */
export function LogOutDialog({ leaving }: { leaving: NonNullable<Leaving> }) {
    const { cancel, account: words } = useWords();
    const [busy, setBusy] = useState(false);
    const failed = 'failed' in leaving;

    async function go() {
        if (busy) return;
        setBusy(true);
        await leave(leaving.userId);
        setBusy(false);
    }

    return (
        <Dialog open alert onClose={stay} title={failed ? words.logOutFailedTitle : words.logOutTitle}
            text={failed ? words.logOutFailed : words.logOutWithWaiting(leaving.waiting)}>
            <div className="mt-6 flex flex-wrap justify-end gap-2">
                <Button onClick={stay}>{cancel}</Button>
                <Button look={failed ? 'primary' : 'danger'} onClick={go} aria-disabled={busy}>
                    {busy ? words.busy : failed ? words.tryAgain : words.logOutAnyway}
                </Button>
            </div>
        </Dialog>
    );
}
