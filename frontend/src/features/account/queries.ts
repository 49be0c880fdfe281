import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '@/lib/api';

export const me = queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/auth/me', { signal })),
});

export const sessions = queryOptions({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/auth/sessions', { signal })),
});
