import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  getStatistics,
  getStatisticsBreakdown,
  getStatisticsCohorts,
  getStatisticsHours,
  getStatisticsSeries,
  type StatisticsWish,
} from '../../api/statistics';

const FRESH = { staleTime: 60_000, placeholderData: keepPreviousData };

export const figuresQuery = (wish: StatisticsWish) =>
  queryOptions({
    queryKey: ['statistics', 'figures', wish],
    queryFn: () => getStatistics(wish),
    ...FRESH,
  });

export const seriesQuery = (wish: StatisticsWish) =>
  queryOptions({
    queryKey: ['statistics', 'series', wish],
    queryFn: () => getStatisticsSeries(wish),
    ...FRESH,
  });

export const breakdownQuery = (wish: StatisticsWish) =>
  queryOptions({
    queryKey: ['statistics', 'breakdown', wish],
    queryFn: () => getStatisticsBreakdown(wish),
    ...FRESH,
  });

export const hoursQuery = ({ compare: _, ...wish }: StatisticsWish) =>
  queryOptions({
    queryKey: ['statistics', 'hours', wish],
    queryFn: () => getStatisticsHours(wish),
    ...FRESH,
  });

export const cohortsQuery = ({ program_id, location_id }: StatisticsWish) =>
  queryOptions({
    queryKey: ['statistics', 'cohorts', program_id, location_id],
    queryFn: () => getStatisticsCohorts({ program_id, location_id }),
    ...FRESH,
  });
