'use client';

import { Drawer } from '@base-ui/react/drawer';
import { useRef, useState, type ReactNode } from 'react';

interface SheetProps {
    label: string;
    onClose: () => void;
    children: (close: () => void) => ReactNode;
}

/** Comes up from the lower edge of a phone. Escape, a swipe down and a tap beside it close it; focus goes back to where it was. */
export function Sheet({ label, onClose, children }: SheetProps) {
    const [open, setOpen] = useState(true);
    const sheet = useRef<HTMLDivElement>(null);
    return (
        <Drawer.Root open={open}
            onOpenChange={(wanted, change) => {
                // Something inside has used this Escape for itself.
                if (change.reason === 'escape-key' && change.event.defaultPrevented) change.cancel();
                else setOpen(wanted);
            }}
            onOpenChangeComplete={now => now || onClose()}>
            <Drawer.Portal>
                <Drawer.Backdrop className="fixed inset-0 z-40 bg-shade opacity-[calc(1-var(--drawer-swipe-progress))] transition-opacity duration-300
                    data-ending-style:opacity-0 data-starting-style:opacity-0 data-swiping:duration-0" />
                <Drawer.Viewport className="fixed inset-0 z-50 flex items-end justify-center">
                    <Drawer.Popup ref={sheet} initialFocus={sheet} aria-label={label} className="group flex max-h-[calc(100dvh-1.5rem)] w-full max-w-2xl flex-col rounded-t-2xl bg-surface
                        shadow-float outline-none transition-transform duration-300 ease-out [transform:translateY(var(--drawer-swipe-movement-y))]
                        data-ending-style:[transform:translateY(100%)] data-starting-style:[transform:translateY(100%)] data-swiping:duration-0 data-swiping:select-none">
                        <div aria-hidden className="mx-auto my-2 h-1 w-9 shrink-0 rounded-full bg-line group-focus-visible:bg-accent" />
                        <Drawer.Content className="min-h-0 overflow-y-auto overscroll-contain pb-[env(safe-area-inset-bottom)]">
                            {children(() => setOpen(false))}
                        </Drawer.Content>
                    </Drawer.Popup>
                </Drawer.Viewport>
            </Drawer.Portal>
        </Drawer.Root>
    );
}
