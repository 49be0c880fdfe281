import { useEffect, useState, type ComponentType, type ReactNode } from 'react';
import { askNow, connection, onConnection } from '@/lib/connection';

/**
 * A part of the page that is fetched when it is first shown. Without a connection the page around it stands as it is, and the
 * part appears when the connection is back.
 */
export function lazily<Props extends object>(fetch: () => Promise<ComponentType<Props>>, meanwhile: ReactNode = null): ComponentType<Props> {
    let fetched: ComponentType<Props> | undefined;
    return function Lazily(props: Props) {
        const [Part, setPart] = useState(() => fetched);
        useEffect(() => {
            if (Part) return;
            const show = () => void fetch().then(part => {
                fetched = part;
                setPart(() => part);
            }, outdated);
            show();
            return onConnection(now => now === 'up' && show());
        }, [Part]);
        return Part ? <Part {...props} /> : meanwhile;
    };
}

/** The server is there, but this part of the app is not: a newer version has taken its place, and a new page brings that. */
async function outdated(): Promise<void> {
    await askNow();
    const last = Number(sessionStorage.getItem('renewed') ?? 0);
    if (connection() !== 'up' || Date.now() - last < 60_000) return;
    sessionStorage.setItem('renewed', String(Date.now()));
    location.reload();
}
