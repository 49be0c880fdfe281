import { useWords } from '@/lib/words';

const widths = ['w-3/5', 'w-2/5', 'w-1/2', 'w-3/4', 'w-1/3', 'w-3/5', 'w-2/5'] as const;

/** Where the rows will be, as long as nobody knows them. */
export function ListSkeleton() {
    const words = useWords();
    return (
        <div role="status" aria-label={words.loading}>
            {widths.map((width, at) => (
                <div key={at} className="flex h-11 items-center gap-1 px-1">
                    <span className="grid size-11 place-items-center"><span className="size-[1.3rem] rounded-full border-2 border-line" /></span>
                    <span className={`h-3 animate-pulse rounded bg-sunken ${width}`} />
                </div>
            ))}
        </div>
    );
}
