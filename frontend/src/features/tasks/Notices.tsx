import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { IconButton } from '@/components/Button';
import { useWords } from '@/lib/words';
import { dismiss, useNotices, type Notice } from './notices';

const patience = 6000;

/** What has happened, at the lower edge. It is read out, and never takes the focus. */
export function Notices() {
    const { notices: words } = useWords();
    const notices = useNotices();
    const [ready, setReady] = useState(false);
    const [held, setHeld] = useState(false);
    const [hidden, setHidden] = useState(false);
    const before = useRef<Element | null>(null);

    useEffect(() => {
        // What is read out must appear in a place that is there already.
        const timer = setTimeout(() => setReady(true), 50);
        const look = () => setHidden(document.hidden);
        document.addEventListener('visibilitychange', look);
        return () => {
            clearTimeout(timer);
            document.removeEventListener('visibilitychange', look);
        };
    }, []);

    /** The focus goes back to where it was before it came here. */
    function leave(id: number) {
        dismiss(id);
        setHeld(false);
        if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
    }

    const list = (failed: boolean) => (
        <div aria-live={failed ? 'assertive' : 'polite'} className="contents">
            {ready && notices.filter(notice => Boolean(notice.failed) === failed).map(notice =>
                <Toast key={notice.id} notice={notice} paused={held || hidden} onLeave={() => leave(notice.id)} />)}
        </div>
    );

    return (
        <section aria-label={words.label} onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)}
            onFocus={event => {
                setHeld(true);
                if (!event.currentTarget.contains(event.relatedTarget)) before.current = event.relatedTarget;
            }}
            onBlur={event => { if (!event.currentTarget.contains(event.relatedTarget)) setHeld(false); }}
            className="pointer-events-none fixed inset-x-3 bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-70 flex flex-col items-center gap-2
                md:bottom-20">
            {list(true)}
            {list(false)}
        </section>
    );
}

function Toast({ notice, paused, onLeave }: { notice: Notice; paused: boolean; onLeave: () => void }) {
    const { notices: words } = useWords();
    const { id, text, detail, failed, action } = notice;

    useEffect(() => {
        if (paused || failed) return;
        const timer = setTimeout(() => dismiss(id), patience);
        return () => clearTimeout(timer);
    }, [id, paused, failed]);

    return (
        <div className={`pointer-events-auto flex w-full max-w-md items-center gap-1 rounded-xl border bg-surface py-1 ps-4 pe-1 shadow-float
            transition duration-200 starting:translate-y-2 starting:opacity-0 ${failed ? 'border-danger' : 'border-line'}`}>
            <div className="min-w-0 flex-1 py-1.5">
                <p dir="auto" className={`line-clamp-2 break-words ${failed ? 'font-medium' : ''}`}>{text}</p>
                {detail && <p dir="auto" className="text-sm break-words text-ink-soft">{detail}</p>}
            </div>
            {action && <button type="button" onClick={() => { action.run(); onLeave(); }}
                className="min-h-9 shrink-0 rounded-lg px-3 font-semibold text-accent hover:bg-accent-soft coarse:min-h-11">{action.label}</button>}
            <IconButton label={words.dismiss} onClick={onLeave}><X size={17} aria-hidden /></IconButton>
        </div>
    );
}
