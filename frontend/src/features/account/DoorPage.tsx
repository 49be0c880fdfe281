'use client';

import { useSearchParams } from 'next/navigation';
import { Suspense, type ReactNode } from 'react';
import { Logo } from '@/components/Logo';
import { PageLink } from '@/components/PageLink';
import { Title } from '@/components/Title';
import { useWords } from '@/lib/words';

interface DoorPageProps {
    title: string;
    children: ReactNode;
    /** The other way in. */
    other: { question: string; href: string; label: string };
}

/** What the pages to log in and to register share. */
export function DoorPage({ title, children, other }: DoorPageProps) {
    const words = useWords();
    const link = 'inline-block py-1 font-medium text-accent underline underline-offset-4 hover:text-accent-strong coarse:py-2.5';
    return (
        <main className="mx-auto flex min-h-dvh max-w-sm flex-col px-6 pt-[max(2.5rem,10dvh)] pb-10 coarse:max-w-md">
            <Title>{title}</Title>
            <Logo />
            <p className="mt-1.5 text-ink-soft">{words.tagline}</p>
            <h1 className="mt-10 mb-6 text-2xl font-semibold tracking-tight">{title}</h1>
            {children}
            <p className="mt-8 border-t border-line pt-5 text-ink-soft">
                {other.question}{' '}
                <Suspense fallback={<PageLink className={link} href={other.href}>{other.label}</PageLink>}>
                    <LinkWithNext className={link} href={other.href}>{other.label}</LinkWithNext>
                </Suspense>
            </p>
        </main>
    );
}

function LinkWithNext({ href, ...rest }: { href: string; className: string; children: ReactNode }) {
    const next = useSearchParams().get('next');
    return <PageLink href={next ? `${href}?next=${encodeURIComponent(next)}` : href} {...rest} />;
}
