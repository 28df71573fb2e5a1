import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import {
  getCheckout,
  getPlanSelection,
  getSubscription,
  getUsage,
  listInvoices,
  listPlans,
} from '../../api/billing';
import { meQuery } from '../session/me';

const MINUTE = 60_000;

export const plansQuery = queryOptions({
  queryKey: ['plans'],
  queryFn: listPlans,
  staleTime: 60 * MINUTE,
});

/** Read on every screen for what is said above it: money does not change by the second. */
export const usageQuery = queryOptions({
  queryKey: ['usage'],
  queryFn: getUsage,
  staleTime: MINUTE,
});

export const subscriptionQuery = queryOptions({
  queryKey: ['subscription'],
  queryFn: getSubscription,
  staleTime: MINUTE,
});

export const invoicesQuery = infiniteQueryOptions({
  queryKey: ['invoices'],
  queryFn: ({ pageParam }) => listInvoices({ limit: 12, cursor: pageParam }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
});

export const planSelectionQuery = queryOptions({
  queryKey: ['plan-selection'],
  queryFn: getPlanSelection,
});

/** Stripe tells us by its own way, usually within seconds of the person's return. */
export const checkoutQuery = (id: string) =>
  queryOptions({
    queryKey: ['checkout', id],
    queryFn: () => getCheckout(id),
    refetchInterval: ({ state }) => {
      if (state.data && state.data.state !== 'open') return false;
      return state.dataUpdateCount < 10 ? 1_500 : 10_000;
    },
  });

/** After anything about money: what the plan is, what it allows, and whether the office is open. */
export function forgetStanding(queries: QueryClient): Promise<unknown> {
  const keys = [['usage'], ['subscription'], ['invoices'], ['plan-selection'], meQuery.queryKey];
  return Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })));
}
