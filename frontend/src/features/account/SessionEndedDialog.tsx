import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { Alert } from '@/components/Alert';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { TextField } from '@/components/TextField';
import { answerOf, api } from '@/lib/api';
import { useWords } from '@/lib/words';
import { loggedIn, type Remembered } from './session';
import { useForm } from './useForm';

/** Stands over the page, which stays as it is, until the same person is back. */
export function SessionEndedDialog({ account }: { account: Remembered }) {
    const words = useWords().account;
    const client = useQueryClient();

    const goOn = useCallback((user: Remembered) => {
        loggedIn(user);
        if (user.id === account.id) void client.invalidateQueries();
        else location.reload();
    }, [account, client]);

    const { form, busy, message, error } = useForm(async ({ username = '', password = '' }) => {
        goOn((await answerOf(api.POST('/api/auth/login', { body: { username, password } }))).user);
        return true;
    }, { 401: words.wrong.notYourPassword });

    useEffect(() => {
        // The person may have logged in again in another tab.
        const ask = () => void answerOf(api.GET('/api/auth/me')).then(goOn, () => undefined);
        window.addEventListener('focus', ask);
        return () => window.removeEventListener('focus', ask);
    }, [goOn]);

    return (
        <Dialog open title={words.endedTitle} text={words.endedText}>
            <form {...form} className="mt-5 grid gap-5">
                {message && <Alert>{message}</Alert>}
                <p><span className="text-ink-soft">{words.userName}:</span> <bdi className="font-medium">{account.username}</bdi></p>
                <input hidden name="username" autoComplete="username" value={account.username} readOnly />
                <TextField id="password-again" name="password" type="password" label={words.password} error={error('password')} required
                    autoComplete="current-password" />
                <div className="flex flex-wrap-reverse items-center justify-between gap-x-4 gap-y-2">
                    {/* A whole new page: nothing of the one person is in the memory of the other's. */}
                    <a href="/login" className="font-medium text-accent underline underline-offset-4 hover:text-accent-strong
                        coarse:py-2.5">{words.otherAccount}</a>
                    <Button type="submit" look="primary" aria-disabled={busy}>{busy ? words.busy : words.logIn}</Button>
                </div>
            </form>
        </Dialog>
    );
}
