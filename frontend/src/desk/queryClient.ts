import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isTemporary } from '../api/problems';
import { renewCsrfToken } from './session/csrf';
import { noticeExpiry } from './session/expiry';

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeExpiry }),
  mutationCache: new MutationCache({
    onError: async (error) => {
      noticeExpiry(error);
      await renewCsrfToken(queryClient, error).catch(noticeExpiry);
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < 2 && isTemporary(error),
      // Waiting silently for the network would look like a screen that hangs: fail and offer a retry.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
