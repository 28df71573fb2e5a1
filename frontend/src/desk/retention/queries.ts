import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  getRetention,
  getRetentionPlan,
  listUnreachable,
  previewRetention,
} from '../../api/retention';

export const retentionQuery = queryOptions({
  queryKey: ['retention', 'rules'],
  queryFn: getRetention,
});

export const retentionPlanQuery = queryOptions({
  queryKey: ['retention', 'plan'],
  queryFn: getRetentionPlan,
});

export const unreachableQuery = infiniteQueryOptions({
  queryKey: ['retention', 'unreachable'],
  queryFn: ({ pageParam }) => listUnreachable({ limit: 20, cursor: pageParam }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
});

/** What was seen stays until the next answer: the bars move, the page does not. */
export const previewQuery = (rule: string, period: string, days: number) =>
  queryOptions({
    queryKey: ['retention', 'preview', rule, period, days],
    queryFn: () => previewRetention(rule, period, days),
    placeholderData: keepPreviousData,
    retry: false,
  });
