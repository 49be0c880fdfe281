'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { Alert } from '@/components/Alert';
import { Button } from '@/components/Button';
import { TextField } from '@/components/TextField';
import { answerOf, api } from '@/lib/api';
import { useWords } from '@/lib/words';
import { DoorPage } from './DoorPage';
import { wantedAddress } from './nextAddress';
import { loggedIn, session } from './session';
import { useForm } from './useForm';

export function LoginPage() {
    const words = useWords().account;
    const router = useRouter();
    const { form, busy, message, error } = useForm(async ({ username = '', password = '' }) => {
        const { user } = await answerOf(api.POST('/api/auth/login', { body: { username, password } }));
        loggedIn(user);
        router.replace(wantedAddress(location));
        return true;
    }, { 401: words.wrongLogin });

    useEffect(() => {
        // Whoever is logged in goes on, but only if the server agrees: a session that has ended would lead back here for ever.
        if (session().account) api.GET('/api/auth/me').then(({ data }) => {
            loggedIn(data!);
            router.replace(wantedAddress(location));
        }, () => undefined);
    }, [router]);

    return (
        <DoorPage title={words.logIn} other={{ question: words.noAccount, href: '/register', label: words.toRegister }}>
            <form {...form} className="grid gap-5">
                {message && <Alert>{message}</Alert>}
                <TextField id="username" name="username" label={words.nameOrEmail} error={error('username')} required autoFocus
                    autoComplete="username" autoCapitalize="none" autoCorrect="off" spellCheck={false} maxLength={255} />
                <TextField id="password" name="password" type="password" label={words.password} error={error('password')} required
                    autoComplete="current-password" />
                <Button type="submit" look="primary" className="mt-1 h-11" aria-disabled={busy}>{busy ? words.busy : words.logIn}</Button>
            </form>
        </DoorPage>
    );
}
