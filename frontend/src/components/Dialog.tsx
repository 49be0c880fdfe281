'use client';

import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Dialog as Modal } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { useWords } from '@/lib/words';

const widths = { small: 'sm:max-w-md', wide: 'sm:max-w-2xl' } as const;
const places = { centre: 'sm:justify-center', top: 'sm:justify-start sm:pt-[12dvh]' } as const;

interface DialogProps extends Pick<ComponentProps<typeof Modal.Popup>, 'initialFocus' | 'finalFocus'> {
    open: boolean;
    /** Left out by a dialog that only its own buttons close. */
    onClose?: () => void;
    title: string;
    text?: ReactNode;
    /** Asks before something that cannot be undone: a click beside it does not close it. */
    alert?: boolean;
    /** Only the children are drawn, edge to edge; the title is read out. */
    bare?: boolean;
    width?: keyof typeof widths;
    place?: keyof typeof places;
    children: ReactNode;
}

/** A sheet at the bottom of a phone, a card on anything larger. Focus goes back to where it was. Load it lazily. */
export function Dialog(props: DialogProps) {
    const { open, onClose, title, text, alert, bare, width = 'small', place = 'centre', children, ...focus } = props;
    const close = useWords().close;
    const Root = alert ? AlertDialog.Root : Modal.Root;
    const closable = onClose && !alert;
    return (
        <Root open={open} onOpenChange={wanted => wanted || onClose?.()}>
            <Modal.Portal>
                <Modal.Backdrop data-shade="" className="fixed inset-0 z-40 bg-shade transition-opacity duration-200
                    data-ending-style:opacity-0 data-starting-style:opacity-0" />
                <Modal.Viewport className={`fixed inset-0 z-50 flex flex-col items-center justify-end sm:p-6 ${places[place]}`}>
                    <Modal.Popup {...focus} className={`relative flex max-h-[calc(100dvh-2rem)] min-h-0 w-full flex-col rounded-t-2xl
                        bg-surface shadow-float outline-none transition duration-200 ease-out data-ending-style:opacity-0 data-starting-style:opacity-0
                        max-sm:data-ending-style:translate-y-8 max-sm:data-starting-style:translate-y-8 sm:max-h-full sm:rounded-2xl
                        sm:data-ending-style:scale-[0.98] sm:data-starting-style:scale-[0.98] ${widths[width]}
                        ${bare ? '' : 'overflow-y-auto p-5 pb-[max(1.25rem,env(safe-area-inset-bottom))] sm:p-6'}`}>
                        <Modal.Title className={bare ? 'sr-only' : `text-lg font-semibold text-balance ${closable ? 'pe-10' : ''}`}>
                            {title}
                        </Modal.Title>
                        {text && <Modal.Description className={bare ? 'sr-only' : 'mt-1 text-ink-soft'}>{text}</Modal.Description>}
                        {children}
                        {!bare && closable && <Modal.Close aria-label={close} title={close} className="absolute end-3 top-3 grid size-9
                            place-items-center rounded-lg text-ink-soft transition-colors hover:bg-sunken hover:text-ink coarse:size-11">
                            <X aria-hidden className="size-5" />
                        </Modal.Close>}
                    </Modal.Popup>
                </Modal.Viewport>
            </Modal.Portal>
        </Root>
    );
}
