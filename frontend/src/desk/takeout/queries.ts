import { queryOptions } from '@tanstack/react-query';
import { listIntakes, listTakeouts } from '../../api/takeouts';

const isRunning = ({ status }: { status: string }) => status === 'running';

/** Read again by itself while one is being made. */
export const takeoutsQuery = queryOptions({
  queryKey: ['takeouts'],
  queryFn: async () => (await listTakeouts({ limit: 10 })).items,
  refetchInterval: ({ state }) => (state.data?.some(isRunning) ? 1500 : false),
});

export const intakesQuery = queryOptions({
  queryKey: ['intakes'],
  queryFn: async () => (await listIntakes({ limit: 5 })).items,
  refetchInterval: ({ state }) => (state.data?.some(isRunning) ? 1500 : false),
});
