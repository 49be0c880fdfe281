import { useEffect, useState, type ComponentType, type ReactNode } from 'react';
import { lost, onConnection } from '@/lib/connection';

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
            }, lost);
            show();
            return onConnection(now => now === 'up' && show());
        }, [Part]);
        return Part ? <Part {...props} /> : meanwhile;
    };
}
