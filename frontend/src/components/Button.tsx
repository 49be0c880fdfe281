import type { ComponentProps } from 'react';

const looks = {
    primary: 'bg-accent text-on-accent hover:bg-accent-strong',
    quiet: 'border border-line bg-surface text-ink hover:bg-sunken',
    plain: 'text-ink hover:bg-sunken',
    danger: 'border border-line bg-surface text-danger hover:bg-danger-soft',
} as const;

type Look = keyof typeof looks;

const shape = 'inline-flex shrink-0 items-center justify-center gap-2 rounded-lg font-medium transition-colors disabled:opacity-50';

interface ButtonProps extends ComponentProps<'button'> {
    look?: Look;
}

const withText = (look: Look, className: string) => `${shape} min-h-9 px-3.5 py-1.5 coarse:min-h-11 ${looks[look]} ${className}`;

export function Button({ look = 'quiet', className = '', type = 'button', ...rest }: ButtonProps) {
    return <button type={type} className={withText(look, className)} {...rest} />;
}

/** Looks like a button and leads to another page, loaded as a whole: it stands where something has gone wrong. */
export function ButtonLink({ look = 'quiet', className = '', ...rest }: ComponentProps<'a'> & { look?: Look }) {
    return <a className={withText(look, className)} {...rest} />;
}

interface IconButtonProps extends ButtonProps {
    label: string;
}

/** A button that is only a picture: its name is read out, and shown when the pointer rests on it. */
export function IconButton({ label, look = 'plain', className = '', type = 'button', ...rest }: IconButtonProps) {
    return <button type={type} aria-label={label} title={label}
        className={`${shape} size-9 text-ink-soft hover:text-ink coarse:size-11 ${looks[look]} ${className}`} {...rest} />;
}
