import { call, download } from './http';
import type { components } from './schema';

type Schemas = components['schemas'];

export type StatisticsOverview = Schemas['StatisticsOverviewOut'];
export type StatisticsSeries = Schemas['StatisticsSeriesOut'];
export type StatisticsBreakdown = Schemas['StatisticsBreakdownOut'];
export type StatisticsCohorts = Schemas['StatisticsCohortsOut'];
export type StatisticsHours = Schemas['StatisticsHoursOut'];
export type Figure = Schemas['FigureOut'];
export type Point = Schemas['PointOut'];

export interface StatisticsWish {
  from: string;
  to: string;
  compare: 'previous' | 'year' | 'none';
  program_id?: string | undefined;
  location_id?: string | undefined;
}

export type StatisticsKind = 'overview' | 'series' | 'breakdown' | 'cohorts' | 'hours';

const read =
  <T>(kind: StatisticsKind) =>
  async (query: Partial<StatisticsWish>): Promise<T> =>
    (await call<T>('GET', `/v1/statistics/${kind}`, { query })).data;

export const getStatistics = read<StatisticsOverview>('overview');
export const getStatisticsSeries = read<StatisticsSeries>('series');
export const getStatisticsBreakdown = read<StatisticsBreakdown>('breakdown');
export const getStatisticsCohorts = read<StatisticsCohorts>('cohorts');
export const getStatisticsHours = read<StatisticsHours>('hours');

export const downloadStatistics = (
  kind: StatisticsKind,
  wish: Partial<StatisticsWish>,
  language: string,
) => download(`/v1/statistics/${kind}`, { ...wish, format: 'csv', language });
