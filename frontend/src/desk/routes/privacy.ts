import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { holdSearch } from '../holds/search';
import { closedSearch, requestSearch } from '../privacy/search';
import { ruleSearch } from '../retention/search';
import { office } from './frame';

const privacyStart = createRoute({
  getParentRoute: () => office,
  path: 'privacy',
  beforeLoad: () => {
    throw redirect({ to: '/privacy/requests' });
  },
});

const requests = createRoute({
  getParentRoute: () => office,
  path: 'privacy/requests',
  validateSearch: requestSearch,
  component: lazyRouteComponent(() => import('../privacy/RequestList'), 'RequestList'),
});

const request = createRoute({
  getParentRoute: () => office,
  path: 'privacy/requests/$requestId',
  component: lazyRouteComponent(() => import('../privacy/RequestPage'), 'RequestPage'),
});

const erasures = createRoute({
  getParentRoute: () => office,
  path: 'privacy/erasures',
  validateSearch: closedSearch,
  component: lazyRouteComponent(() => import('../erasure/ErasureList'), 'ErasureList'),
});

const erasure = createRoute({
  getParentRoute: () => office,
  path: 'privacy/erasures/$erasureId',
  component: lazyRouteComponent(() => import('../erasure/ErasurePage'), 'ErasurePage'),
});

const retention = createRoute({
  getParentRoute: () => office,
  path: 'privacy/retention',
  component: lazyRouteComponent(() => import('../retention/RetentionPage'), 'RetentionPage'),
});

const retentionRule = createRoute({
  getParentRoute: () => office,
  path: 'privacy/retention/$rule',
  validateSearch: ruleSearch,
  component: lazyRouteComponent(() => import('../retention/RulePage'), 'RulePage'),
});

const holds = createRoute({
  getParentRoute: () => office,
  path: 'privacy/holds',
  validateSearch: holdSearch,
  component: lazyRouteComponent(() => import('../holds/HoldList'), 'HoldList'),
});

const privacySettings = createRoute({
  getParentRoute: () => office,
  path: 'privacy/settings',
  component: lazyRouteComponent(() => import('../privacy/PrivacySettings'), 'PrivacySettings'),
});

export const privacyRoutes = [
  privacyStart,
  requests,
  request,
  erasures,
  erasure,
  retention,
  retentionRule,
  holds,
  privacySettings,
];
