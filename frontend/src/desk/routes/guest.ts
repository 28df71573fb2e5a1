import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { nextSearch } from '../search';
import { guard, guarded, guest } from './frame';

const guestPage = <const Path extends string>(path: Path) => ({
  getParentRoute: () => guest,
  path,
  validateSearch: nextSearch,
  beforeLoad: ({
    context,
    search,
  }: {
    context: Parameters<typeof guard>[1];
    search: { next?: string | undefined };
  }) => guard('guest', context, search.next ?? '/'),
});

const signIn = createRoute({
  ...guestPage('sign-in'),
  component: lazyRouteComponent(() => import('../auth/SignIn'), 'SignIn'),
});

const signUp = createRoute({
  ...guestPage('sign-up'),
  component: lazyRouteComponent(() => import('../auth/SignUp'), 'SignUp'),
});

const forgot = createRoute({
  ...guestPage('forgot'),
  component: lazyRouteComponent(() => import('../auth/Forgot'), 'Forgot'),
});

// Links from mails work whoever is signed in in this browser.
const verify = createRoute({
  getParentRoute: () => guest,
  path: 'verify',
  component: lazyRouteComponent(() => import('../auth/Verify'), 'Verify'),
});

const reset = createRoute({
  getParentRoute: () => guest,
  path: 'reset',
  component: lazyRouteComponent(() => import('../auth/Reset'), 'Reset'),
});

const invitation = createRoute({
  getParentRoute: () => guest,
  path: 'invitation',
  component: lazyRouteComponent(() => import('../auth/Invitation'), 'Invitation'),
});

// Of a deleted account: there is nobody to sign in as.
const erasureProof = createRoute({
  getParentRoute: () => guest,
  path: 'erasure-proof',
  component: lazyRouteComponent(() => import('../account/ProofPage'), 'ProofPage'),
});

const merchants = createRoute({
  getParentRoute: () => guest,
  path: 'merchants',
  validateSearch: nextSearch,
  beforeLoad: guarded('choice'),
  component: lazyRouteComponent(() => import('../auth/Merchants'), 'Merchants'),
});

export const guestRoutes = [
  signIn,
  signUp,
  forgot,
  verify,
  reset,
  invitation,
  erasureProof,
  merchants,
];
