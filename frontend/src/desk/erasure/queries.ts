import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import {
  type Erasure,
  type ErasureStatus,
  getApprovalNeeded,
  getErasure,
  listErasures,
  planErasure,
} from '../../api/erasures';

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

export const erasuresQuery = (status: ErasureStatus) =>
  infiniteQueryOptions({
    queryKey: ['erasures', 'list', status],
    queryFn: ({ pageParam }) => listErasures({ status, limit: 20, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    // Those under way move by themselves.
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(isMoving)) ? 3000 : false,
  });

export const approvalQuery = queryOptions({
  queryKey: ['erasures', 'rule'],
  queryFn: getApprovalNeeded,
});
