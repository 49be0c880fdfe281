import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';

/** The browser's own choice of one, in our look. */
export const Select = ({ className = '', ...rest }: ComponentProps<'select'>) => (
    <div className={`relative ${className}`}>
        <select {...rest} className="h-11 w-full appearance-none rounded-lg border border-control bg-surface ps-3 pe-10
            focus-visible:outline-offset-0" />
        <ChevronDown aria-hidden className="pointer-events-none absolute inset-y-0 end-3 my-auto size-4 text-ink-soft" />
    </div>
);
