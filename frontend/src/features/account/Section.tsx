import { useId, type ReactNode } from 'react';

/** A part of the account page: its name beside it on a desktop, above it on a phone. */
export function Section({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
    const id = useId();
    return (
        <section aria-labelledby={id} className="grid gap-x-8 gap-y-4 border-t border-line py-7 md:grid-cols-[13rem_1fr]">
            <div>
                <h2 id={id} className="text-base font-semibold">{title}</h2>
                {hint && <p className="mt-1 text-sm text-pretty text-ink-soft">{hint}</p>}
            </div>
            <div className="min-w-0">{children}</div>
        </section>
    );
}
