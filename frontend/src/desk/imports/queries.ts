import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import {
  getImport,
  type Import,
  type ImportOutcome,
  listImportRows,
  listImports,
} from '../../api/imports';
import { isBusy } from './mapping';

const LOOK_AGAIN_MS = 1000;

export const importsQuery = infiniteQueryOptions({
  queryKey: ['imports', 'list'],
  queryFn: ({ pageParam }) => listImports({ limit: 20, cursor: pageParam }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
  refetchInterval: ({ state }) =>
    state.data?.pages.some(({ items }) => items.some(({ status }) => isBusy(status)))
      ? 3 * LOOK_AGAIN_MS
      : false,
});

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id],
    queryFn: () => getImport(id),
    refetchInterval: ({ state }) =>
      state.data && isBusy(state.data.status) ? LOOK_AGAIN_MS : false,
  });

/** After the check what would happen, after the run what did: another status, other rows. */
export const importRowsQuery = ({ id, status }: Import, outcome: ImportOutcome) =>
  infiniteQueryOptions({
    queryKey: ['imports', id, 'rows', status, outcome],
    queryFn: ({ pageParam }) => listImportRows(id, { outcome, limit: 20, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
