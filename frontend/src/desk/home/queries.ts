import { queryOptions } from '@tanstack/react-query';
import { getAgenda, getOverview } from '../../api/cards';

/** The shop goes on while the screen is open. */
export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: getOverview,
  refetchInterval: 60_000,
});

export const agendaQuery = queryOptions({
  queryKey: ['agenda'],
  queryFn: getAgenda,
  refetchInterval: 5 * 60_000,
});
