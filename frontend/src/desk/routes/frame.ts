import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  type ParsedLocation,
  redirect,
} from '@tanstack/react-router';
import { actForMerchant } from '../../api/http';
import type { Scope } from '../../api/types';
import { chosenMerchant } from '../session/chosenMerchant';
import { type Area, decide, may, membershipOf } from '../session/guards';
import { meQuery } from '../session/me';
import { Office } from '../shell/Office';
import { Root } from '../shell/Root';
import { CrashedOutside, LostOutside, NotFound } from '../shell/states';
import { subscriptionQuery, usageQuery } from '../subscription/queries';

interface Context {
  queries: QueryClient;
}

export async function guard(area: Area, { queries }: Context, here: string): Promise<void> {
  // A guest's screen does not ask who is there: nobody, most likely.
  const me =
    area === 'guest'
      ? (queries.getQueryData(meQuery.queryKey) ?? null)
      : await queries.ensureQueryData(meQuery);
  const merchantId = chosenMerchant();
  const decision = decide(area, me, merchantId, here);
  if (decision.go === 'inside') throw redirect({ href: decision.next });
  if (decision.go !== 'stay') {
    const next = decision.next === '/' ? undefined : decision.next;
    throw redirect({ to: `/${decision.go}`, search: { next } });
  }
  actForMerchant(membershipOf(me, merchantId)?.merchant_id ?? null);
}

/** Whoever may not read it would only be refused. */
export function mayHere(queries: QueryClient, scope: Scope): boolean {
  const me = queries.getQueryData(meQuery.queryKey) ?? null;
  return may(membershipOf(me, chosenMerchant()), scope);
}

export const guarded =
  (area: Area) =>
  ({ context, location }: { context: Context; location: ParsedLocation }) =>
    guard(area, context, location.href);

export const root = createRootRouteWithContext<Context>()({
  component: Root,
  errorComponent: CrashedOutside,
  notFoundComponent: LostOutside,
});

/** Before the session. */
export const guest = createRoute({
  getParentRoute: () => root,
  id: 'guest',
  component: lazyRouteComponent(() => import('../auth/Outside'), 'Outside'),
});

/**
 * Behind it. Loaders start the data while the screen's code is still on its way, and wait for neither.
 */
export const office = createRoute({
  getParentRoute: () => root,
  id: 'office',
  beforeLoad: guarded('office'),
  loader: ({ context: { queries } }) => {
    if (mayHere(queries, 'usage:read')) void queries.prefetchQuery(usageQuery);
    if (mayHere(queries, 'billing:read')) void queries.prefetchQuery(subscriptionQuery);
  },
  component: Office,
  errorComponent: CrashedOutside,
  notFoundComponent: NotFound,
});
