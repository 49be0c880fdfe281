import type { Metadata } from 'next';
import { AccountPage } from '@/features/account/AccountPage';
import { en } from '@/lib/words/en';

export const metadata: Metadata = { title: en.account.title };

export default function Page() {
    return <AccountPage />;
}
