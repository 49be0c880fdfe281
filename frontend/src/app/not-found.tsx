import type { Metadata } from 'next';
import { NotFound } from '@/components/NotFound';
import { en } from '@/lib/words/en';

export const metadata: Metadata = { title: en.notFound.title };

export default function Page() {
    return <NotFound />;
}
