import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { alertEntriesQuery, alertQuery } from '../alerts/queries';
import { agendaQuery, overviewQuery } from '../home/queries';
import { checkoutSearch } from '../search';
import { statisticsSearch } from '../statistics/search';
import { invoicesQuery, plansQuery } from '../subscription/queries';
import { mayHere, office } from './frame';

const home = createRoute({
  getParentRoute: () => office,
  path: '/',
  loader: ({ context }) => {
    void context.queries.prefetchQuery(overviewQuery);
    void context.queries.prefetchQuery(agendaQuery);
  },
  component: lazyRouteComponent(() => import('../home/Home'), 'Home'),
});

const campaigns = createRoute({
  getParentRoute: () => office,
  path: 'campaigns',
  component: lazyRouteComponent(() => import('../campaigns/CampaignList'), 'CampaignList'),
});

const campaign = createRoute({
  getParentRoute: () => office,
  path: 'campaigns/$campaignId',
  component: lazyRouteComponent(() => import('../campaigns/CampaignPage'), 'CampaignPage'),
});

const statistics = createRoute({
  getParentRoute: () => office,
  path: 'statistics',
  validateSearch: statisticsSearch,
  component: lazyRouteComponent(() => import('../statistics/StatisticsPage'), 'StatisticsPage'),
});

const subscription = createRoute({
  getParentRoute: () => office,
  path: 'subscription',
  validateSearch: checkoutSearch,
  loader: ({ context: { queries } }) => {
    void queries.prefetchQuery(plansQuery);
    if (mayHere(queries, 'billing:read')) void queries.prefetchInfiniteQuery(invoicesQuery);
  },
  component: lazyRouteComponent(
    () => import('../subscription/SubscriptionPage'),
    'SubscriptionPage',
  ),
});

const alert = createRoute({
  getParentRoute: () => office,
  path: 'settings/alerts/$alertId',
  loader: ({ context: { queries }, params: { alertId } }) => {
    if (!mayHere(queries, 'audit:read')) return;
    void queries.prefetchQuery(alertQuery(alertId));
    void queries.prefetchInfiniteQuery(alertEntriesQuery(alertId));
  },
  component: lazyRouteComponent(() => import('../alerts/AlertPage'), 'AlertPage'),
});

/** How the shop does, and what it says to its customers. */
export const shopRoutes = [home, campaigns, campaign, statistics, alert, subscription];
