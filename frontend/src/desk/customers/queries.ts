import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { listCards } from '../../api/cards';
import {
  countCustomers,
  getCustomer,
  getPhoto,
  getSmallPhoto,
  listConsents,
  listCustomers,
  listTags,
  listTimeline,
} from '../../api/customers';
import { listMembers } from '../../api/team';
import type { CustomerQuery } from '../../api/types';

const PAGE = 50;

export const customersQuery = (query: Omit<CustomerQuery, 'cursor' | 'limit'>) =>
  infiniteQueryOptions({
    queryKey: ['customers', 'list', query],
    queryFn: ({ pageParam, signal }) =>
      listCustomers({ ...query, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const countQuery = (query: Omit<CustomerQuery, 'cursor' | 'limit'>) =>
  queryOptions({
    queryKey: ['customers', 'count', query],
    queryFn: () => countCustomers(query),
  });

export const tagsQuery = queryOptions({
  queryKey: ['tags'],
  queryFn: listTags,
  staleTime: 60_000,
});

/** The few best matches, for the search over everything. */
export const foundCustomersQuery = (q: string) =>
  queryOptions({
    queryKey: ['customers', 'found', q],
    queryFn: ({ signal }) => listCustomers({ q, limit: 8 }, signal),
    enabled: q.trim().length >= 2,
  });

export const customerQuery = (id: string) =>
  queryOptions({ queryKey: ['customers', id], queryFn: () => getCustomer(id) });

export const photoQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['customers', customerId, 'photo'],
    queryFn: () => getPhoto(customerId),
    staleTime: 5 * 60_000,
  });

export const smallPhotoQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['customers', customerId, 'photo', 'small'],
    queryFn: () => getSmallPhoto(customerId),
    staleTime: 5 * 60_000,
  });

export const cardsOfQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['customers', customerId, 'cards'],
    queryFn: async () => (await listCards({ customer_id: customerId, limit: 100 })).items,
  });

export const timelineQuery = (customerId: string) =>
  infiniteQueryOptions({
    queryKey: ['customers', customerId, 'timeline'],
    queryFn: ({ pageParam }) => listTimeline(customerId, { limit: 20, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const consentsQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['customers', customerId, 'consents'],
    queryFn: async () =>
      (await listConsents(customerId, { limit: 100 })).items.sort((a, b) =>
        b.created_at.localeCompare(a.created_at),
      ),
  });

/** Who did what: first names change rarely. */
export const teamQuery = queryOptions({
  queryKey: ['team'],
  queryFn: async () => (await listMembers({ limit: 100 })).items,
  staleTime: 5 * 60_000,
});

/** A card's balance shows on the customer, in the list and on the home screen. */
export async function cardChanged(queries: QueryClient, customerId: string): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: ['customers', customerId] }),
    queries.invalidateQueries({ queryKey: ['cards'] }),
    queries.invalidateQueries({ queryKey: ['customers', 'list'], refetchType: 'none' }),
    queries.invalidateQueries({ queryKey: ['overview'], refetchType: 'none' }),
  ]);
}
