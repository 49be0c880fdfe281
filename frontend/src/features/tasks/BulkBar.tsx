import { CalendarDays, Check, Flag, ListChecks, RotateCcw, Tag, Trash2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '@/components/Button';
import { useWords } from '@/lib/words';
import type { View } from './views';
import { useTaskWords } from './taskWords';

export type QuickEditKind = 'date' | 'priority' | 'tags';

interface BulkBarProps {
    view: View;
    count: number;
    onComplete: () => void;
    onReopen: () => void;
    onDelete: () => void;
    onRestore: () => void;
    onQuickEdit: (what: QuickEditKind, anchor: Element) => void;
    onSelectAll: () => void;
    onClear: () => void;
}

export function BulkBar({ view, count, onComplete, onReopen, onDelete, onRestore, onQuickEdit, onSelectAll, onClear }: BulkBarProps) {
    const own = useTaskWords();
    const { bulk } = own;
    const { details } = useWords();
    const none = count === 0;
    const action = (label: string, icon: ReactNode, act: (anchor: Element) => void) => (
        <button type="button" key={label} disabled={none} onClick={event => act(event.currentTarget)} title={label} aria-label={label}
            className="flex min-h-11 min-w-11 shrink-0 items-center justify-center gap-1.5 rounded-lg px-2 hover:bg-sunken disabled:opacity-45">
            {icon}<span className="hidden xl:inline">{label}</span>
        </button>
    );
    return (
        <div role="toolbar" aria-label={bulk.label} className="fixed inset-x-2 bottom-[calc(4.25rem+env(safe-area-inset-bottom))] z-30 mx-auto flex w-fit max-w-[calc(100%-1rem)]
            flex-wrap items-center justify-center gap-0.5 max-sm:gap-0 rounded-2xl border border-line bg-surface px-1.5 py-1 shadow-float max-sm:px-0.5 md:bottom-5">
            <span className="px-2 font-medium tabular-nums max-sm:px-1" aria-live="polite">
                <span aria-hidden className="sm:hidden">{count}</span><span className="max-sm:sr-only">{bulk.selected(count)}</span>
            </span>
            {view === 'trash' ? action(details.restore, <RotateCcw size={18} aria-hidden />, onRestore) : <>
                {view === 'completed' ? action(own.reopen, <RotateCcw size={18} aria-hidden />, onReopen) : action(own.complete, <Check size={18} aria-hidden />, onComplete)}
                {action(bulk.date, <CalendarDays size={18} aria-hidden />, anchor => onQuickEdit('date', anchor))}
                {action(details.priority, <Flag size={18} aria-hidden />, anchor => onQuickEdit('priority', anchor))}
                {action(details.tags, <Tag size={18} aria-hidden />, anchor => onQuickEdit('tags', anchor))}
                {action(own.delete, <Trash2 size={18} aria-hidden />, onDelete)}
            </>}
            <IconButton label={bulk.selectAll} onClick={onSelectAll} className="!size-11"><ListChecks size={18} aria-hidden /></IconButton>
            <IconButton label={bulk.clear} onClick={onClear} className="!size-11"><X size={18} aria-hidden /></IconButton>
        </div>
    );
}
