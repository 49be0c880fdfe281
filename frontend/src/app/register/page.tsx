import type { Metadata } from 'next';
import { RegisterPage } from '@/features/account/RegisterPage';
import { en } from '@/lib/words/en';

export const metadata: Metadata = { title: en.account.registerTitle };

export default function Page() {
    return <RegisterPage />;
}
