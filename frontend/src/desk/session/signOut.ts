import { useMutation, useQueryClient } from '@tanstack/react-query';
import { signOut } from '../../api/accounts';
import { ApiProblem } from '../../api/problems';

export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      try {
        await signOut();
      } catch (error) {
        // The session was over already: that is what was wanted.
        if (!(error instanceof ApiProblem && error.status === 401)) throw error;
      }
    },
    onSuccess: () => {
      queries.clear();
      // A fresh page keeps nothing in memory for whoever sits down next.
      window.location.assign('/sign-in');
    },
  });
}
