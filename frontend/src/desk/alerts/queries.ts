import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import {
  type Alert,
  getAlert,
  getAlertSettings,
  getMemberHours,
  listAlertEntries,
  listAlerts,
} from '../../api/alerts';
import type { Page } from '../../api/types';

/** Those that nobody has looked at: for the home, and whoever counts them. */
export const openAlertsQuery = queryOptions({
  queryKey: ['alerts', 'open'],
  queryFn: () => listAlerts({ limit: 3, state: 'open' }),
  staleTime: 60_000,
});

export const alertsQuery = infiniteQueryOptions({
  queryKey: ['alerts', 'all'],
  queryFn: ({ pageParam }) => listAlerts({ limit: 20, cursor: pageParam }),
  initialPageParam: null as string | null,
  getNextPageParam: (page: Page<Alert>) => page.next_cursor,
});

export const alertQuery = (id: string) =>
  queryOptions({ queryKey: ['alerts', 'one', id], queryFn: () => getAlert(id) });

export const alertEntriesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['alerts', 'entries', id],
    queryFn: ({ pageParam }) => listAlertEntries(id, { limit: 50, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const memberHoursQuery = (day: string | undefined) =>
  queryOptions({
    queryKey: ['alerts', 'hours', day ?? 'today'],
    queryFn: () => getMemberHours(day),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

export const alertSettingsQuery = queryOptions({
  queryKey: ['alerts', 'settings'],
  queryFn: getAlertSettings,
});

/** What came back is what all screens show, before any of them asks again. */
export function alertChanged(queries: QueryClient, alert: Alert): void {
  queries.setQueryData(alertQuery(alert.id).queryKey, alert);
  queries.setQueryData<InfiniteData<Page<Alert>, string | null>>(
    alertsQuery.queryKey,
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          items: page.items.map((each) => (each.id === alert.id ? alert : each)),
        })),
      },
  );
  void queries.invalidateQueries({ queryKey: openAlertsQuery.queryKey });
}
