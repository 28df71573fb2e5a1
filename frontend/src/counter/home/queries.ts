import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { getOverview, listCards } from '../../api/cards';
import { listCustomers } from '../../api/customers';
import { listPrograms } from '../../api/programs';
import type { Card } from '../../api/types';

const SHOWN = 8;
/** Names leave the memory soon after they leave the screen. */
const FORGOTTEN_AFTER_MS = 60_000;
const LOOK_AGAIN_MS = 2 * 60_000;

export interface RecentCard {
  id: string;
  number: string;
  holderId: string;
  firstName: string | null;
  balance: number;
  at: string;
  mark: Mark;
}

/** The person's data is not to be used, or not for contacting them. */
export type Mark = 'restricted' | 'objected' | null;

export const markOf = (who: { restricted: boolean; objected: boolean } | null): Mark =>
  who?.restricted ? 'restricted' : who?.objected ? 'objected' : null;

/** Who was served last, here or on another device: the newest entry of each card. */
export const recentQuery = queryOptions({
  queryKey: ['recent'],
  queryFn: async ({ client }): Promise<RecentCard[]> => {
    const before = client.getQueryData<RecentCard[]>(['recent']) ?? [];
    const { recent } = await getOverview();
    const cards = new Map<string, RecentCard>();
    for (const entry of recent) {
      if (cards.has(entry.card_id)) continue;
      cards.set(entry.card_id, {
        id: entry.card_id,
        number: entry.card_number,
        holderId: entry.customer_id ?? entry.card_id,
        firstName: entry.customer_first_name,
        balance: entry.balance,
        at: entry.occurred_at,
        mark: markOf(entry),
      });
    }
    // The service tells the last few entries; a busy card must not push everybody else out.
    for (const each of before) if (!cards.has(each.id)) cards.set(each.id, each);
    return [...cards.values()].sort((a, b) => b.at.localeCompare(a.at)).slice(0, SHOWN);
  },
  staleTime: LOOK_AGAIN_MS,
  refetchInterval: LOOK_AGAIN_MS,
});

/** What this device just did goes on top without asking: the overview is too costly for every stamp. */
export function noteRecent(
  queries: QueryClient,
  cardId: string,
  balance: number,
  at: string,
): void {
  queries.setQueryData(recentQuery.queryKey, (recent) => {
    if (!recent) return recent;
    const known = recent.find((each) => each.id === cardId) ?? fromCache(queries, cardId);
    if (!known) return recent;
    const others = recent.filter((each) => each.id !== cardId);
    return [{ ...known, balance, at }, ...others].slice(0, SHOWN);
  });
}

function fromCache(queries: QueryClient, cardId: string): RecentCard | null {
  const cached = queries.getQueriesData<Card>({ queryKey: ['card'] });
  const card = cached.map(([, each]) => each).find((each) => each?.id === cardId);
  if (!card) return null;
  const { customer, id, number, balance } = card;
  return {
    id,
    number,
    holderId: customer?.id ?? id,
    firstName: customer?.first_name ?? null,
    balance,
    at: card.created_at,
    mark: markOf(customer),
  };
}

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
