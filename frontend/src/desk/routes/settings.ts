import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { alertsQuery } from '../alerts/queries';
import { journalSearch } from '../audit/search';
import { apiKeysQuery, merchantQuery, sessionsQuery } from '../settings/queries';
import { invitationsQuery, locationsQuery, membersQuery } from '../team/queries';
import { mayHere, office } from './frame';

const settings = createRoute({
  getParentRoute: () => office,
  path: 'settings',
  component: lazyRouteComponent(() => import('../settings/Settings'), 'Settings'),
});

const settingsStart = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/merchant' });
  },
});

const merchantSettings = createRoute({
  getParentRoute: () => settings,
  path: 'merchant',
  loader: ({ context }) => {
    void context.queries.prefetchQuery(merchantQuery);
  },
  component: lazyRouteComponent(() => import('../settings/MerchantSettings'), 'MerchantSettings'),
});

const account = createRoute({
  getParentRoute: () => settings,
  path: 'account',
  component: lazyRouteComponent(() => import('../settings/Account'), 'Account'),
});

const sessions = createRoute({
  getParentRoute: () => settings,
  path: 'sessions',
  loader: ({ context }) => {
    void context.queries.prefetchQuery(sessionsQuery);
  },
  component: lazyRouteComponent(() => import('../settings/Sessions'), 'Sessions'),
});

const team = createRoute({
  getParentRoute: () => settings,
  path: 'team',
  loader: ({ context: { queries } }) => {
    if (mayHere(queries, 'team:read')) void queries.prefetchInfiniteQuery(membersQuery);
    if (mayHere(queries, 'team:write')) void queries.prefetchInfiniteQuery(invitationsQuery);
  },
  component: lazyRouteComponent(() => import('../team/Team'), 'Team'),
});

const locations = createRoute({
  getParentRoute: () => settings,
  path: 'locations',
  loader: ({ context: { queries } }) => {
    if (mayHere(queries, 'locations:read')) void queries.prefetchQuery(locationsQuery);
  },
  component: lazyRouteComponent(() => import('../team/Locations'), 'Locations'),
});

const apiKeys = createRoute({
  getParentRoute: () => settings,
  path: 'api-keys',
  loader: ({ context: { queries } }) => {
    if (mayHere(queries, 'keys:write')) void queries.prefetchInfiniteQuery(apiKeysQuery);
  },
  component: lazyRouteComponent(() => import('../settings/ApiKeys'), 'ApiKeys'),
});

const takeout = createRoute({
  getParentRoute: () => settings,
  path: 'data',
  component: lazyRouteComponent(() => import('../takeout/TakeoutPage'), 'TakeoutPage'),
});

const alerts = createRoute({
  getParentRoute: () => settings,
  path: 'alerts',
  loader: ({ context: { queries } }) => {
    if (mayHere(queries, 'audit:read')) void queries.prefetchInfiniteQuery(alertsQuery);
  },
  component: lazyRouteComponent(() => import('../alerts/AlertsPage'), 'AlertsPage'),
});

const closing = createRoute({
  getParentRoute: () => settings,
  path: 'closing',
  component: lazyRouteComponent(() => import('../closing/ClosingPage'), 'ClosingPage'),
});

const journal = createRoute({
  getParentRoute: () => settings,
  path: 'journal',
  validateSearch: journalSearch,
  component: lazyRouteComponent(() => import('../audit/Journal'), 'Journal'),
});

export const settingsRoutes = settings.addChildren([
  settingsStart,
  merchantSettings,
  account,
  sessions,
  team,
  locations,
  apiKeys,
  takeout,
  alerts,
  closing,
  journal,
]);
