import { en } from '@/lib/words/en';

/** The mark alone, for where the name stands beside it or is not needed. */
export const Mark = ({ className = 'size-8' }: { className?: string }) => (
    <svg viewBox="0 0 32 32" aria-hidden className={`shrink-0 ${className}`}>
        <rect width="32" height="32" rx="9.5" className="fill-accent" />
        <path d="M7.6 15.4C9.4 21.6 11.8 23.4 14.1 22.9 17.8 22.1 19.8 14.6 24.6 9.8" fill="none" strokeWidth="3.4" strokeLinecap="round"
            className="stroke-on-accent" />
    </svg>
);

export const Logo = ({ className = '' }: { className?: string }) => (
    <span className={`inline-flex items-center gap-2.5 text-xl font-semibold tracking-tight ${className}`}>
        <Mark />{en.appName}
    </span>
);
