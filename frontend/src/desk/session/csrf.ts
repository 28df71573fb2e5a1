import type { QueryClient } from '@tanstack/react-query';
import { getMe } from '../../api/accounts';
import { isProblem } from '../../api/problems';
import { meQuery } from './me';

/**
 * Signing in again in another tab, at the counter say, makes this tab's token for changes a stale one. A new
 * one is fetched, so that the next attempt works; if it is another person by now, everything begins anew.
 */
export async function renewCsrfToken(queries: QueryClient, error: unknown): Promise<void> {
  if (!isProblem(error, 'CSRF_FAILED')) return;
  const before = queries.getQueryData(meQuery.queryKey);
  const me = await getMe();
  if (before && before.user.id !== me.user.id) window.location.assign('/');
  else queries.setQueryData(meQuery.queryKey, me);
}
