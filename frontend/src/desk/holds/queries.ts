import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type HoldStatus, listHolds } from '../../api/retention';

export const holdsQuery = (status: HoldStatus) =>
  infiniteQueryOptions({
    queryKey: ['holds', status],
    queryFn: ({ pageParam }) => listHolds({ status, limit: 20, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

/** Those that keep a customer's record now. */
export const holdsOnQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['holds', 'on', customerId],
    queryFn: async () =>
      (await listHolds({ status: 'in_force', row_id: customerId, limit: 20 })).items,
  });
