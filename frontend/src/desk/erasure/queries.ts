import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Erasure, getErasure, listErasures, planErasure } from '../../api/erasures';

const OVER: readonly Erasure['state'][] = ['done', 'refused', 'awaiting_approval'];

export const isMoving = (erasure: Erasure) => !OVER.includes(erasure.state);

/** Looked at anew each time: what is confirmed has to be what was seen. */
export const planQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['erasures', 'plan', customerId],
    queryFn: () => planErasure(customerId),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

export const erasureQuery = (id: string) =>
  queryOptions({
    queryKey: ['erasures', id],
    queryFn: () => getErasure(id),
    refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? 1000 : false),
  });

export const erasuresQuery = infiniteQueryOptions({
  queryKey: ['erasures', 'list'],
  queryFn: ({ pageParam }) => listErasures({ limit: 20, cursor: pageParam }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
});
