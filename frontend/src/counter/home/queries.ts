import { queryOptions } from '@tanstack/react-query';
import { listCards } from '../../api/cards';
import { listCustomers } from '../../api/customers';
import { listPrograms } from '../../api/programs';

const SHOWN = 8;
/** Names leave the memory soon after they leave the screen. */
const FORGOTTEN_AFTER_MS = 60_000;

export const recentQuery = queryOptions({
  queryKey: ['recent'],
  queryFn: () => listCustomers({ sort: 'recent', limit: SHOWN }),
});

export const programsQuery = queryOptions({
  queryKey: ['programs'],
  queryFn: () => listPrograms({ status: 'active', limit: 100 }),
  staleTime: 5 * 60_000,
});

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => listCards({ q, limit: SHOWN }, signal),
    gcTime: FORGOTTEN_AFTER_MS,
  });

/** People who are in the notebook without a card: asked only when no card was found. */
export const peopleQuery = (q: string) =>
  queryOptions({
    queryKey: ['people', q],
    queryFn: ({ signal }) => listCustomers({ q, limit: SHOWN }, signal),
    gcTime: FORGOTTEN_AFTER_MS,
  });
