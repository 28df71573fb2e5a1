import { useMutation } from '@tanstack/react-query';
import { signOut } from '../../api/accounts';
import { ApiProblem } from '../../api/problems';

/** Signs out and begins afresh: at the sign-in page, or by `goOn`. */
export function useSignOut(goOn = () => window.location.assign('/sign-in')) {
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
      // A fresh page keeps nothing in memory for whoever sits down next, not even by "back".
      window.addEventListener('pageshow', (event) => {
        if (event.persisted) window.location.reload();
      });
      goOn();
    },
  });
}
