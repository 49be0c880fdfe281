import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Alert } from '@/components/Alert';
import { Button } from '@/components/Button';
import { TextField } from '@/components/TextField';
import { api } from '@/lib/api';
import { useWords } from '@/lib/words';
import { sessions } from './queries';
import { Section } from './Section';
import { useSession } from './session';
import { useForm } from './useForm';
import { useAccountWords } from './words';

export function ChangePassword() {
    const words = useWords().account;
    const own = useAccountWords();
    const client = useQueryClient();
    const { account } = useSession();
    const [changed, setChanged] = useState(false);
    const { form, busy, message, error } = useForm(async ({ current_password = '', new_password = '' }) => {
        setChanged(false);
        await api.POST('/api/auth/password', { body: { current_password, new_password } });
        setChanged(true);
        void client.invalidateQueries(sessions);
        return false;
    });
    return (
        <Section title={own.sections.password}>
            <form {...form} className="grid max-w-sm gap-5">
                {message && <Alert>{message}</Alert>}
                <input hidden name="username" autoComplete="username" value={account?.username ?? ''} readOnly />
                <TextField id="current-password" name="current_password" type="password" label={own.currentPassword} required
                    error={error('current_password')} autoComplete="current-password" />
                <TextField id="new-password" name="new_password" type="password" label={own.newPassword} hint={words.passwordHint}
                    error={error('new_password')} required autoComplete="new-password" minLength={8} />
                <div><Button type="submit" aria-disabled={busy}>{busy ? words.busy : own.changePassword}</Button></div>
                <p role="status" className="text-accent empty:hidden">{changed && own.passwordChanged}</p>
            </form>
        </Section>
    );
}
