/** The place of something that is still on its way. */
export const Bone = ({ className }: { className: string }) => (
    <span aria-hidden className={`block max-w-full animate-pulse rounded bg-sunken ${className}`} />
);
