import type { QueryClient } from '@tanstack/react-query';
import { answerOf, api } from '@/lib/api';
import { me } from './queries';
import { remember, session } from './session';

export const zoneOfDevice = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Remembers where the account lives. Who has never said so lives where this device is. */
export async function settleZone(client: QueryClient): Promise<void> {
    if (!session().account) return;
    const account = await client.fetchQuery(me);
    if (account.id !== session().account?.id) return;
    if (account.time_zone) remember(account);
    else await changeZone(client, zoneOfDevice());
}

/** What this browser shows goes by the new one at once. */
export async function changeZone(client: QueryClient, time_zone: string): Promise<void> {
    const account = await answerOf(api.PATCH('/api/auth/me', { body: { time_zone } }));
    client.setQueryData(me.queryKey, account);
    if (account.id === session().account?.id) remember(account);
}
