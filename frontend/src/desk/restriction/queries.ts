import { queryOptions } from '@tanstack/react-query';
import { getRestriction } from '../../api/restriction';

/** The mail that tells the person leaves a moment after it was asked for. */
export const restrictionQuery = (customerId: string, awaitsMail = false) =>
  queryOptions({
    queryKey: ['restriction', customerId],
    queryFn: () => getRestriction(customerId),
    refetchInterval: ({ state }) =>
      awaitsMail && state.data && !state.data.informed_at ? 1500 : false,
  });
