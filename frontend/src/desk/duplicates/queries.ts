import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { listDuplicates, listMerges, type MergeOrder, previewMerge } from '../../api/duplicates';

export const duplicatesQuery = (dismissed: boolean) =>
  infiniteQueryOptions({
    queryKey: ['duplicates', { dismissed }],
    queryFn: ({ pageParam }) => listDuplicates({ limit: 20, cursor: pageParam, dismissed }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const mergesQuery = (customerId?: string) =>
  queryOptions({
    queryKey: ['merges', customerId ?? null],
    queryFn: async () =>
      (await listMerges({ limit: 10, ...(customerId && { customer_id: customerId }) })).items,
  });

export const previewQuery = (order: MergeOrder) =>
  queryOptions({
    queryKey: ['merges', 'preview', order],
    queryFn: () => previewMerge(order),
    staleTime: 0,
  });

/** Two records have become one, or one two again: lists, pairs and cards are others. */
export async function recordsChanged(queries: QueryClient): Promise<void> {
  await Promise.all(
    [['customers'], ['duplicates'], ['merges'], ['cards'], ['overview']].map((queryKey) =>
      queries.invalidateQueries({ queryKey }),
    ),
  );
}
