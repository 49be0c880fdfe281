import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

/** What went wrong with the whole of a form or a part of the page; read out at once. */
export const Alert = ({ children, className = '' }: { children: ReactNode; className?: string }) => (
    <div role="alert" className={`flex gap-2 rounded-lg bg-danger-soft px-3.5 py-2.5 text-danger ${className}`}>
        <CircleAlert aria-hidden className="mt-0.5 size-5 shrink-0" />
        <div>{children}</div>
    </div>
);
