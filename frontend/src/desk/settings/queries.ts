import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { getMerchant, listApiKeys, listSessions } from '../../api/accounts';

export const merchantQuery = queryOptions({ queryKey: ['merchant'], queryFn: getMerchant });

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async () => (await listSessions({ limit: 100 })).items,
});

export const apiKeysQuery = infiniteQueryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ pageParam }) => listApiKeys({ limit: 50, cursor: pageParam }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
});
