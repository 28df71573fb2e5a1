import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { listDevices, listInvitations, listLocations, listMembers } from '../../api/team';
import type { Page, PageQuery } from '../../api/types';

/** What grows by the page: shown page after page. */
function paged<T>(key: string, list: (query: PageQuery) => Promise<Page<T>>) {
  return infiniteQueryOptions({
    queryKey: [key],
    queryFn: ({ pageParam }) => list({ limit: 50, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

export const membersQuery = paged('members', listMembers);
export const invitationsQuery = paged('invitations', listInvitations);
export const devicesQuery = paged('devices', listDevices);

/** Whole, as a choice between them needs all: a merchant has a handful. */
export const locationsQuery = queryOptions({
  queryKey: ['locations'],
  queryFn: async () => (await listLocations({ limit: 100 })).items,
});
