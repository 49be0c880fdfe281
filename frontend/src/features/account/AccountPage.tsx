'use client';

import { ArrowLeft, LogOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/Button';
import { PageLink } from '@/components/PageLink';
import { Title } from '@/components/Title';
import { useWords } from '@/lib/words';
import { Appearance } from './Appearance';
import { ChangePassword } from './ChangePassword';
import { DeleteAccount } from './DeleteAccount';
import { Export } from './Export';
import { Import } from './Import';
import { useLogOut } from './logOut';
import { Profile } from './Profile';
import { RequireAccount } from './RequireAccount';
import { Sessions } from './Sessions';
import { TimeZone } from './TimeZone';
import { useAccountWords } from './words';

export function AccountPage() {
    return (
        <RequireAccount fallback={<Frame />}>
            <Frame action={<LogOutButton />}>
                <Profile />
                <Appearance />
                <TimeZone />
                <ChangePassword />
                <Sessions />
                <Export />
                <Import />
                <DeleteAccount />
            </Frame>
        </RequireAccount>
    );
}

function Frame({ action, children }: { action?: ReactNode; children?: ReactNode }) {
    const words = useWords().account;
    const own = useAccountWords();
    return (
        <div className="mx-auto max-w-3xl px-5 pt-4 pb-[max(4rem,env(safe-area-inset-bottom))] sm:px-8 sm:pt-8">
            <Title>{words.title}</Title>
            <header>
                <PageLink href="/" className="-ms-2 inline-flex min-h-9 items-center gap-1.5 rounded-lg px-2 text-ink-soft transition-colors
                    hover:bg-sunken hover:text-ink coarse:min-h-11">
                    <ArrowLeft aria-hidden className="size-4 rtl:-scale-x-100" />{own.backToTasks}
                </PageLink>
            </header>
            <main className="mt-3">
                <div className="mb-4 flex min-h-11 flex-wrap items-center justify-between gap-3">
                    <h1 className="text-2xl font-semibold tracking-tight">{words.title}</h1>
                    {action}
                </div>
                {children}
            </main>
        </div>
    );
}

function LogOutButton() {
    const logOut = useLogOut();
    const words = useWords().account;
    return <Button onClick={logOut}><LogOut aria-hidden className="size-4 rtl:-scale-x-100" />{words.logOut}</Button>;
}
