import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { sessionRenewed, useSessionExpired } from './expiry';
import { meQuery } from './me';

const Form = lazy(async () => ({ default: (await import('./SignInAgainForm')).SignInAgainForm }));

/** The session ran out under an open screen: the screen and what was typed stay, a dialog asks. */
export function SignInAgain() {
  const expired = useSessionExpired();
  const queries = useQueryClient();
  const { data: me } = useQuery({ ...meQuery, enabled: false });
  if (!expired || !me) return null;
  return (
    <Suspense>
      <Form
        email={me.user.email}
        onLater={sessionRenewed}
        onDone={() => {
          sessionRenewed();
          // What failed meanwhile is read again.
          void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
        }}
      />
    </Suspense>
  );
}
