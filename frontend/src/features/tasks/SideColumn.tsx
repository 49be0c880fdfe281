import type { ReactNode } from 'react';
import { Logo } from '@/components/Logo';
import { useWords } from '@/lib/words';

/** The navigation beside the list; a phone has the bar at the bottom instead. */
export function SideColumn({ label, onSkip, children }: { label: string; onSkip: () => void; children: ReactNode }) {
    const words = useWords();
    return (
        <nav aria-label={label} className="sticky top-0 flex h-dvh w-60 shrink-0 flex-col gap-4 overflow-y-auto border-e border-line px-3 py-4">
            <a href="#content" onClick={event => { event.preventDefault(); onSkip(); }} className="sr-only z-40 rounded-lg bg-surface px-4 py-2 shadow-float
                focus:not-sr-only focus:fixed focus:start-3 focus:top-3">{words.skipToContent}</a>
            <div className="px-3"><Logo /></div>
            <div className="grow">{children}</div>
        </nav>
    );
}
