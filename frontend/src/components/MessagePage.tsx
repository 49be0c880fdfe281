import type { ReactNode } from 'react';
import { Logo } from './Logo';
import { Title } from './Title';

/** A page that has one thing to say. */
export const MessagePage = ({ title, text, children }: { title: string; text: string; children: ReactNode }) => (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col items-start px-6 pt-[18dvh] pb-12">
        <Title>{title}</Title>
        <Logo />
        <h1 className="mt-10 text-2xl font-semibold tracking-tight text-balance">{title}</h1>
        <p className="mt-2 mb-8 text-pretty text-ink-soft">{text}</p>
        {children}
    </main>
);
