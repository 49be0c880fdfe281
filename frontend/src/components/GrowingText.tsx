import { useLayoutEffect, useRef, type ComponentProps } from 'react';

/** A text field that is as high as its text. */
export function GrowingText({ className = '', ...rest }: ComponentProps<'textarea'>) {
    const field = useRef<HTMLTextAreaElement>(null);

    // For browsers that cannot do it by themselves.
    useLayoutEffect(() => {
        if (CSS.supports('field-sizing', 'content')) return;
        const { style } = field.current!;
        style.height = 'auto';
        style.height = `${field.current!.scrollHeight}px`;
    }, [rest.value]);

    return <textarea ref={field} rows={1} dir={rest.value ? 'auto' : undefined} {...rest}
        className={`field-sizing-content w-full resize-none break-words ${className}`} />;
}
