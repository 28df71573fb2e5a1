import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import {
  getRequest,
  getRequestPlan,
  listRequestEvents,
  listRequests,
  type RequestKind,
  type RequestState,
} from '../../api/privacyRequests';
import { getRequestCalendar } from '../../api/requestCalendar';

export interface RequestFilters {
  status: 'open' | 'closed';
  kind?: RequestKind | undefined;
}

export const requestsQuery = (filters: RequestFilters) =>
  infiniteQueryOptions({
    queryKey: ['requests', filters],
    queryFn: ({ pageParam }) => listRequests({ ...filters, limit: 20, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

const MOVING = new Set<RequestState>(['approved', 'executing', 'awaiting_provider']);

/** Read again by itself while the service is at work on it. */
export const requestQuery = (id: string) =>
  queryOptions({
    queryKey: ['requests', 'one', id],
    queryFn: () => getRequest(id),
    refetchInterval: ({ state: { data } }) =>
      data && !data.by_hand && !data.failed_at && MOVING.has(data.state) ? 2000 : false,
  });

export const requestEventsQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['requests', 'events', id, version],
    queryFn: () => listRequestEvents(id),
  });

export const requestPlanQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['requests', 'plan', id, version],
    queryFn: () => getRequestPlan(id),
  });

export const calendarQuery = queryOptions({
  queryKey: ['requests', 'calendar'],
  queryFn: getRequestCalendar,
});
