'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { Suspense } from 'react';
import { Alert } from '@/components/Alert';
import { Button } from '@/components/Button';
import { TextField } from '@/components/TextField';
import { answerOf, api, Refused } from '@/lib/api';
import { useWords } from '@/lib/words';
import { DoorPage } from './DoorPage';
import { wantedAddress } from './nextAddress';
import { loggedIn } from './session';
import { useForm } from './useForm';
import { zoneOfDevice } from './zone';

export function RegisterPage() {
    const words = useWords().account;
    const router = useRouter();
    const { form, busy, message, error } = useForm(async ({ username = '', email = '', password = '' }) => {
        const register = (time_zone?: string) => answerOf(api.POST('/api/auth/register', { body: { username, email, password, time_zone } }));
        // A browser may have a zone that the server's list has not.
        const { user } = await register(zoneOfDevice()).catch((failure: unknown) => {
            if (failure instanceof Refused && failure.errors.time_zone) return register();
            throw failure;
        });
        loggedIn(user);
        router.replace(wantedAddress(location));
        return true;
    }, { 403: words.registrationClosed });

    return (
        <DoorPage title={words.registerTitle} other={{ question: words.haveAccount, href: '/login', label: words.logIn }}>
            <Suspense><Farewell /></Suspense>
            <form {...form} className="grid gap-5">
                {message && <Alert>{message}</Alert>}
                <TextField id="username" name="username" label={words.userName} hint={words.userNameHint} error={error('username')} required
                    minLength={3} maxLength={30} autoFocus autoComplete="username" autoCapitalize="none" autoCorrect="off"
                    spellCheck={false} />
                <TextField id="email" name="email" type="email" label={words.email} error={error('email')} required maxLength={255}
                    autoComplete="email" />
                <TextField id="password" name="password" type="password" label={words.password} hint={words.passwordHint}
                    error={error('password')} required minLength={8} autoComplete="new-password" />
                <Button type="submit" look="primary" className="mt-1 h-11" aria-disabled={busy}>
                    {busy ? words.busy : words.register}
                </Button>
            </form>
        </DoorPage>
    );
}

/** The last word to somebody who has just deleted an account. */
function Farewell() {
    const words = useWords().account;
    return useSearchParams().has('deleted') && <p role="status" className="mb-6 rounded-lg bg-sunken px-3.5 py-2.5">{words.deleted}</p>;
}
