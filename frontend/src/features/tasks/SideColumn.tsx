import type { ReactNode } from 'react';
import { Logo } from '@/components/Logo';

/** The navigation beside the list; a phone has the bar at the bottom instead. */
export function SideColumn({ label, children }: { label: string; children: ReactNode }) {
    return (
        <nav aria-label={label} className="sticky top-0 hidden h-dvh w-60 shrink-0 flex-col gap-4 overflow-y-auto border-e border-line px-3 py-4 md:flex">
            <div className="px-3"><Logo /></div>
            <div className="grow">{children}</div>
        </nav>
    );
}
