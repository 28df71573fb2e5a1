import { Outlet, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { SignInAgain } from '../session/SignInAgain';

/** After a change of screen the focus goes to its beginning, as it would with a new page. */
export function Root() {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
        // Staying within one screen (its tabs, its filters) keeps the focus where it is.
        if (!pathChanged || !fromLocation) return;
        document.getElementById('main')?.focus({ preventScroll: true });
      }),
    [router],
  );
  return (
    <>
      <Outlet />
      <SignInAgain />
    </>
  );
}
