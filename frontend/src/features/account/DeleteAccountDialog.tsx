import { Alert } from '@/components/Alert';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { TextField } from '@/components/TextField';
import { api } from '@/lib/api';
import { useWords } from '@/lib/words';
import { forgetEverything } from './forget';
import { useSession } from './session';
import { useForm } from './useForm';
import { useAccountWords } from './words';

export function DeleteAccountDialog({ onClose }: { onClose: () => void }) {
    const { cancel, account: words } = useWords();
    const own = useAccountWords();
    const { account } = useSession();
    const { form, busy, message, error } = useForm(async ({ password = '' }) => {
        await api.DELETE('/api/auth/me', { body: { password } });
        await forgetEverything(account!.id, '/register?deleted');
        return true;
    });
    return (
        <Dialog open alert onClose={onClose} title={own.deleteTitle} text={own.deleteHint}>
            <form {...form} className="mt-5 grid gap-5">
                {message && <Alert>{message}</Alert>}
                <input hidden name="username" autoComplete="username" value={account?.username ?? ''} readOnly />
                <TextField id="delete-password" name="password" type="password" label={words.password} error={error('password')} required
                    autoComplete="current-password" />
                <div className="flex flex-wrap justify-end gap-2">
                    <Button onClick={onClose}>{cancel}</Button>
                    <Button type="submit" look="danger" aria-disabled={busy}>{busy ? words.busy : own.deleteForGood}</Button>
                </div>
            </form>
        </Dialog>
    );
}
