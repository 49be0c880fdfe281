import { useEffect, useState, type ComponentType } from 'react';
import { lost, onConnection } from '@/lib/connection';

/**
 * A component whose code is fetched when it is first shown. Without a connection nothing is shown until there is one; nothing
 * breaks.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
    let known: ComponentType<Props> | undefined;
    return function Later(props: Props) {
        const [Loaded, setLoaded] = useState(() => known);

        useEffect(() => {
            if (known) return;
            let gone = false;
            const fetchIt = () => load().then(component => {
                known = component;
                if (!gone) setLoaded(() => component);
            }, lost);
            void fetchIt();
            const stopListening = onConnection(now => now === 'up' && !known && void fetchIt());
            return () => {
                gone = true;
                stopListening();
            };
        }, []);

        return Loaded && <Loaded {...props} />;
    };
}
