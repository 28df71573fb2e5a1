import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { getMe } from '../../api/accounts';
import { actForMerchant } from '../../api/http';
import { ApiProblem } from '../../api/problems';
import type { Me, Membership, Scope } from '../../api/types';
import { chosenMerchant, rememberMerchant } from './chosenMerchant';
import { may, membershipOf } from './guards';

/** null: nobody is signed in. That is an answer, not an error. */
export const meQuery = queryOptions<Me | null>({
  queryKey: ['me'],
  queryFn: async () => {
    try {
      return await getMe();
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

export function chooseMerchant(queries: QueryClient, id: string): void {
  rememberMerchant(id);
  actForMerchant(id);
  forgetData(queries);
}

/** Nothing of one shop or person may be left on the screen of another. */
export function forgetData(queries: QueryClient): void {
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'me' });
}

export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error('This screen is behind the guard that makes sure of a session.');
  return data;
}

export function useMembership(): Membership {
  const membership = membershipOf(useMe(), chosenMerchant());
  if (!membership) throw new Error('This screen is behind the guard that makes sure of a shop.');
  return membership as Membership;
}

/** Whether this member may do it; the API decides again, this only spares the attempt. */
export function useMay(scope: Scope): boolean {
  return may(useMembership(), scope);
}
