import { useMutation, useQueryClient } from '@tanstack/react-query';
import { signIn } from '../../api/accounts';
import type { Me } from '../../api/types';
import { forgetData, meQuery } from './me';

/**
 * Signs in with a password; `arrive` is for whoever came in another way. Whoever was here before
 * leaves nothing behind unless it is the same person.
 */
export function useSignIn(onDone: (me: Me) => void) {
  const queries = useQueryClient();
  const arrive = (me: Me) => {
    const before = queries.getQueryData(meQuery.queryKey);
    if (before?.user.id !== me.user.id) forgetData(queries);
    queries.setQueryData(meQuery.queryKey, me);
    onDone(me);
  };
  return {
    arrive,
    signIn: useMutation({
      mutationFn: ({ email, password }: { email: string; password: string }) =>
        signIn(email, password),
      onSuccess: arrive,
    }),
  };
}
