import type { ReactNode } from 'react';
import { Dialog } from '@/components/Dialog';
import { useWords } from '@/lib/words';

/** The navigation as a sheet, for phones. */
export function MenuSheet({ onClose, children }: { onClose: () => void; children: ReactNode }) {
    const words = useWords();
    return <Dialog open onClose={onClose} title={words.views.menu}><nav aria-label={words.views.label} className="-mx-2 mt-3">{children}</nav></Dialog>;
}
