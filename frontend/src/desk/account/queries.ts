import { queryOptions } from '@tanstack/react-query';
import { listOwnFiles, planAccountErasure, readErasureProof } from '../../api/ownAccount';

/** Read again by itself while one is being made. */
export const ownFilesQuery = queryOptions({
  queryKey: ['account', 'files'],
  queryFn: async () => (await listOwnFiles({ limit: 5 })).items,
  refetchInterval: ({ state }) =>
    state.data?.some(({ status }) => status === 'running') ? 1500 : false,
});

/** Looked at anew each time: what is confirmed has to be what was seen. */
export const accountPlanQuery = queryOptions({
  queryKey: ['account', 'plan'],
  queryFn: planAccountErasure,
  staleTime: 0,
  gcTime: 0,
  retry: false,
  refetchOnWindowFocus: false,
});

export const proofQuery = (token: string) =>
  queryOptions({
    queryKey: ['account', 'proof', token],
    queryFn: () => readErasureProof(token),
    enabled: token !== '',
    retry: false,
    refetchInterval: ({ state }) =>
      state.data && !['done', 'refused'].includes(state.data.state) ? 1500 : false,
  });
