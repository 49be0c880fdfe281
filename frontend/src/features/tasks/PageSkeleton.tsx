import { Logo } from '@/components/Logo';
import { Title } from '@/components/Title';
import { ListSkeleton } from './ListSkeleton';

/** The outline of the page, in the very places where its parts will be. */
export function PageSkeleton() {
    return (
        <div className="mx-auto flex min-h-dvh w-full max-w-[100rem]" aria-busy>
            <Title />
            <div className="hidden h-dvh w-60 shrink-0 border-e border-line px-3 py-4 md:block"><div className="px-3"><Logo /></div></div>
            <main className="min-w-0 flex-1 px-3 md:px-8">
                <div className="mx-auto max-w-3xl pt-[max(0.75rem,env(safe-area-inset-top))] md:pt-6">
                    <div className="mb-3 h-8 w-36 animate-pulse rounded-lg bg-sunken" />
                    <div className="mb-3 h-11 rounded-lg border border-line bg-surface md:hidden" />
                    <div className="mb-3 h-[2.875rem] rounded-xl border border-line bg-surface" />
                    <ListSkeleton />
                </div>
            </main>
        </div>
    );
}
