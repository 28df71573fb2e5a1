import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { listLocations } from '../../api/locations';
import { getProgram, listPrograms, listRevisions } from '../../api/programs';
import type { Program } from '../../api/types';
import type { Versioned } from '../../api/versioned';

/** A merchant has a handful of programs: one page holds them all. */
export const programsQuery = queryOptions({
  queryKey: ['programs', 'list'],
  queryFn: async () => (await listPrograms({ limit: 100 })).items,
});

export const programQuery = (id: string) =>
  queryOptions({ queryKey: ['programs', id], queryFn: () => getProgram(id) });

export const revisionsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['programs', id, 'revisions'],
    queryFn: ({ pageParam }) => listRevisions(id, { limit: 20, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

/** A merchant has a handful of places: one page holds them all. */
export const locationsQuery = queryOptions({
  queryKey: ['locations'],
  queryFn: async () => (await listLocations({ limit: 100 })).items,
  staleTime: 60_000,
});

export async function programSaved(queries: QueryClient, saved: Versioned<Program>): Promise<void> {
  queries.setQueryData(programQuery(saved.data.id).queryKey, saved);
  await programsChanged(queries, saved.data.id);
}

/** Activation and closing answer without a version: read again. */
export async function programsChanged(queries: QueryClient, id: string): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: ['programs', id] }),
    queries.invalidateQueries({ queryKey: ['programs', 'list'] }),
    queries.invalidateQueries({ queryKey: ['overview'] }),
  ]);
}
