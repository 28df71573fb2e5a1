import { infiniteQueryOptions } from '@tanstack/react-query';
import { listExports } from '../../api/exports';

export const exportsQuery = infiniteQueryOptions({
  queryKey: ['exports'],
  queryFn: ({ pageParam }) => listExports({ limit: 20, cursor: pageParam }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
  refetchInterval: ({ state }) =>
    state.data?.pages.some(({ items }) => items.some(({ status }) => status === 'running'))
      ? 1000
      : false,
});
