import type { Metadata } from 'next';
import { LoginPage } from '@/features/account/LoginPage';
import { en } from '@/lib/words/en';

export const metadata: Metadata = { title: en.account.logIn };

export default function Page() {
    return <LoginPage />;
}
