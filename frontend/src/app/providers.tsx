'use client';

import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { SessionEnded } from '@/lib/api';
import { onConnection } from '@/lib/connection';
import { registerServiceWorker } from '@/lib/serviceWorker';
import { speak } from '@/lib/words';
import { sessionEnded } from '@/features/account/session';

const newClient = () => new QueryClient({
    queryCache: new QueryCache({ onError: failure => failure instanceof SessionEnded && sessionEnded() }),
    // Whether there is a connection is for lib/connection to say, and what failed is asked again when it is back.
    defaultOptions: { queries: { networkMode: 'always', retry: false, staleTime: 5_000, structuralSharing: false } },
});

export function Providers({ children }: { children: ReactNode }) {
    const [client] = useState(newClient);

    useEffect(() => {
        void speak();
        registerServiceWorker();
        return onConnection(now => now === 'up' && void client.invalidateQueries());
    }, [client]);

    return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
