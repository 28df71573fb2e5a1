import { queryOptions } from '@tanstack/react-query';
import { getOverview } from '../../api/cards';

/** The shop goes on while the screen is open. */
export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: getOverview,
  refetchInterval: 60_000,
});
