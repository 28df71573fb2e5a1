import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type ParsedLocation,
  redirect,
} from '@tanstack/react-router';
import { actForMerchant } from '../api/http';
import type { Scope } from '../api/types';
import { journalSearch } from './audit/search';
import { cardsOfQuery, consentsQuery, customerQuery, customersQuery } from './customers/queries';
import { holdSearch } from './holds/search';
import { overviewQuery } from './home/queries';
import { closedSearch, requestSearch } from './privacy/search';
import { programQuery, programsQuery } from './programs/queries';
import { ruleSearch } from './retention/search';
import {
  checkoutSearch,
  customerSearch,
  filtersOf,
  mergeSearch,
  nextSearch,
  parseSearch,
  stringifySearch,
} from './search';
import { chosenMerchant } from './session/chosenMerchant';
import { type Area, decide, may, membershipOf } from './session/guards';
import { meQuery } from './session/me';
import { apiKeysQuery, merchantQuery, sessionsQuery } from './settings/queries';
import { Office } from './shell/Office';
import { Root } from './shell/Root';
import { Crashed, LostOutside, NotFound, Waiting } from './shell/states';
import { statisticsSearch } from './statistics/search';
import { invoicesQuery, plansQuery, subscriptionQuery, usageQuery } from './subscription/queries';
import { invitationsQuery, locationsQuery, membersQuery } from './team/queries';

interface Context {
  queries: QueryClient;
}

async function guard(area: Area, { queries }: Context, here: string): Promise<void> {
  // A guest's screen does not ask who is there: nobody, most likely.
  const me =
    area === 'guest'
      ? (queries.getQueryData(meQuery.queryKey) ?? null)
      : await queries.ensureQueryData(meQuery);
  const merchantId = chosenMerchant();
  const decision = decide(area, me, merchantId, here);
  if (decision.go === 'inside') throw redirect({ href: decision.next });
  if (decision.go !== 'stay') {
    const next = decision.next === '/' ? undefined : decision.next;
    throw redirect({ to: `/${decision.go}`, search: { next } });
  }
  actForMerchant(membershipOf(me, merchantId)?.merchant_id ?? null);
}

/** Whoever may not read it would only be refused. */
function mayHere(queries: QueryClient, scope: Scope): boolean {
  const me = queries.getQueryData(meQuery.queryKey) ?? null;
  return may(membershipOf(me, chosenMerchant()), scope);
}

const guarded =
  (area: Area) =>
  ({ context, location }: { context: Context; location: ParsedLocation }) =>
    guard(area, context, location.href);

const root = createRootRouteWithContext<Context>()({
  component: Root,
  notFoundComponent: LostOutside,
});

// Before the session

const guest = createRoute({
  getParentRoute: () => root,
  id: 'guest',
  component: lazyRouteComponent(() => import('./auth/Outside'), 'Outside'),
});

const guestPage = <const Path extends string>(path: Path) => ({
  getParentRoute: () => guest,
  path,
  validateSearch: nextSearch,
  beforeLoad: ({ context, search }: { context: Context; search: { next?: string | undefined } }) =>
    guard('guest', context, search.next ?? '/'),
});

const signIn = createRoute({
  ...guestPage('sign-in'),
  component: lazyRouteComponent(() => import('./auth/SignIn'), 'SignIn'),
});
const signUp = createRoute({
  ...guestPage('sign-up'),
  component: lazyRouteComponent(() => import('./auth/SignUp'), 'SignUp'),
});
const forgot = createRoute({
  ...guestPage('forgot'),
  component: lazyRouteComponent(() => import('./auth/Forgot'), 'Forgot'),
});
// Links from mails work whoever is signed in in this browser.
const verify = createRoute({
  getParentRoute: () => guest,
  path: 'verify',
  component: lazyRouteComponent(() => import('./auth/Verify'), 'Verify'),
});
const reset = createRoute({
  getParentRoute: () => guest,
  path: 'reset',
  component: lazyRouteComponent(() => import('./auth/Reset'), 'Reset'),
});
const invitation = createRoute({
  getParentRoute: () => guest,
  path: 'invitation',
  component: lazyRouteComponent(() => import('./auth/Invitation'), 'Invitation'),
});
// Of a deleted account: there is nobody to sign in as.
const erasureProof = createRoute({
  getParentRoute: () => guest,
  path: 'erasure-proof',
  component: lazyRouteComponent(() => import('./account/ProofPage'), 'ProofPage'),
});
const merchants = createRoute({
  getParentRoute: () => guest,
  path: 'merchants',
  validateSearch: nextSearch,
  beforeLoad: guarded('choice'),
  component: lazyRouteComponent(() => import('./auth/Merchants'), 'Merchants'),
});

// The office. Loaders start the data while the screen's code is still on its way, and wait for neither.

const office = createRoute({
  getParentRoute: () => root,
  id: 'office',
  beforeLoad: guarded('office'),
  loader: ({ context: { queries } }) => {
    if (mayHere(queries, 'usage:read')) void queries.prefetchQuery(usageQuery);
    if (mayHere(queries, 'billing:read')) void queries.prefetchQuery(subscriptionQuery);
  },
  component: Office,
  notFoundComponent: NotFound,
});

const home = createRoute({
  getParentRoute: () => office,
  path: '/',
  loader: ({ context }) => {
    void context.queries.prefetchQuery(overviewQuery);
  },
  component: lazyRouteComponent(() => import('./home/Home'), 'Home'),
});

const customers = createRoute({
  getParentRoute: () => office,
  path: 'customers',
  validateSearch: customerSearch,
  loaderDeps: ({ search }) => ({ ...filtersOf(search), sort: search.sort }),
  loader: ({ context, deps }) => {
    void context.queries.prefetchInfiniteQuery(customersQuery(deps));
  },
  component: lazyRouteComponent(() => import('./customers/CustomerList'), 'CustomerList'),
});

const customer = createRoute({
  getParentRoute: () => office,
  path: 'customers/$customerId',
  validateSearch: (raw: Record<string, unknown>): { card?: string | undefined } => ({
    card: typeof raw.card === 'string' ? raw.card : undefined,
  }),
  loader: ({ context: { queries }, params: { customerId } }) => {
    void queries.prefetchQuery(customerQuery(customerId));
    void queries.prefetchQuery(cardsOfQuery(customerId));
    void queries.prefetchQuery(consentsQuery(customerId));
  },
  component: lazyRouteComponent(() => import('./customers/CustomerPage'), 'CustomerPage'),
});

const duplicates = createRoute({
  getParentRoute: () => office,
  path: 'customers/duplicates',
  validateSearch: (raw: Record<string, unknown>): { show?: 'dismissed' } =>
    raw.show === 'dismissed' ? { show: 'dismissed' } : {},
  component: lazyRouteComponent(() => import('./duplicates/DuplicateList'), 'DuplicateList'),
});
const merge = createRoute({
  getParentRoute: () => office,
  path: 'customers/merge',
  validateSearch: mergeSearch,
  component: lazyRouteComponent(() => import('./duplicates/MergePage'), 'MergePage'),
});
const imports = createRoute({
  getParentRoute: () => office,
  path: 'customers/imports',
  component: lazyRouteComponent(() => import('./imports/ImportList'), 'ImportList'),
});
const oneImport = createRoute({
  getParentRoute: () => office,
  path: 'customers/imports/$importId',
  component: lazyRouteComponent(() => import('./imports/ImportPage'), 'ImportPage'),
});
const exports = createRoute({
  getParentRoute: () => office,
  path: 'customers/exports',
  component: lazyRouteComponent(() => import('./exports/ExportList'), 'ExportList'),
});

const campaigns = createRoute({
  getParentRoute: () => office,
  path: 'campaigns',
  component: lazyRouteComponent(() => import('./campaigns/CampaignList'), 'CampaignList'),
});
const campaign = createRoute({
  getParentRoute: () => office,
  path: 'campaigns/$campaignId',
  component: lazyRouteComponent(() => import('./campaigns/CampaignPage'), 'CampaignPage'),
});

const erasure = createRoute({
  getParentRoute: () => office,
  path: 'privacy/erasures/$erasureId',
  component: lazyRouteComponent(() => import('./erasure/ErasurePage'), 'ErasurePage'),
});
const erasures = createRoute({
  getParentRoute: () => office,
  path: 'privacy/erasures',
  validateSearch: closedSearch,
  component: lazyRouteComponent(() => import('./erasure/ErasureList'), 'ErasureList'),
});
const requests = createRoute({
  getParentRoute: () => office,
  path: 'privacy/requests',
  validateSearch: requestSearch,
  component: lazyRouteComponent(() => import('./privacy/RequestList'), 'RequestList'),
});
const request = createRoute({
  getParentRoute: () => office,
  path: 'privacy/requests/$requestId',
  component: lazyRouteComponent(() => import('./privacy/RequestPage'), 'RequestPage'),
});
const privacyStart = createRoute({
  getParentRoute: () => office,
  path: 'privacy',
  beforeLoad: () => {
    throw redirect({ to: '/privacy/requests' });
  },
});
const retention = createRoute({
  getParentRoute: () => office,
  path: 'privacy/retention',
  component: lazyRouteComponent(() => import('./retention/RetentionPage'), 'RetentionPage'),
});
const retentionRule = createRoute({
  getParentRoute: () => office,
  path: 'privacy/retention/$rule',
  validateSearch: ruleSearch,
  component: lazyRouteComponent(() => import('./retention/RulePage'), 'RulePage'),
});
const privacySettings = createRoute({
  getParentRoute: () => office,
  path: 'privacy/settings',
  component: lazyRouteComponent(() => import('./privacy/PrivacySettings'), 'PrivacySettings'),
});
const holds = createRoute({
  getParentRoute: () => office,
  path: 'privacy/holds',
  validateSearch: holdSearch,
  component: lazyRouteComponent(() => import('./holds/HoldList'), 'HoldList'),
});

const programs = createRoute({
  getParentRoute: () => office,
  path: 'programs',
  loader: ({ context }) => {
    void context.queries.prefetchQuery(programsQuery);
  },
  component: lazyRouteComponent(() => import('./programs/ProgramList'), 'ProgramList'),
});

const newProgram = createRoute({
  getParentRoute: () => office,
  path: 'programs/new',
  component: lazyRouteComponent(() => import('./programs/NewProgram'), 'NewProgram'),
});

const program = createRoute({
  getParentRoute: () => office,
  path: 'programs/$programId',
  loader: ({ context, params }) => {
    void context.queries.prefetchQuery(programQuery(params.programId));
  },
  component: lazyRouteComponent(() => import('./programs/ProgramPage'), 'ProgramPage'),
});
const designer = createRoute({
  getParentRoute: () => program,
  path: '/',
  component: lazyRouteComponent(() => import('./programs/Designer'), 'Designer'),
});
const poster = createRoute({
  getParentRoute: () => program,
  path: 'poster',
  component: lazyRouteComponent(() => import('./programs/PosterPage'), 'PosterPage'),
});
const revisions = createRoute({
  getParentRoute: () => program,
  path: 'history',
  component: lazyRouteComponent(() => import('./programs/Revisions'), 'Revisions'),
});

const settings = createRoute({
  getParentRoute: () => office,
  path: 'settings',
  component: lazyRouteComponent(() => import('./settings/Settings'), 'Settings'),
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
  component: lazyRouteComponent(() => import('./settings/MerchantSettings'), 'MerchantSettings'),
});
const account = createRoute({
  getParentRoute: () => settings,
  path: 'account',
  component: lazyRouteComponent(() => import('./settings/Account'), 'Account'),
});
const sessions = createRoute({
  getParentRoute: () => settings,
  path: 'sessions',
  loader: ({ context }) => {
    void context.queries.prefetchQuery(sessionsQuery);
  },
  component: lazyRouteComponent(() => import('./settings/Sessions'), 'Sessions'),
});
const team = createRoute({
  getParentRoute: () => settings,
  path: 'team',
  loader: ({ context: { queries } }) => {
    if (mayHere(queries, 'team:read')) void queries.prefetchInfiniteQuery(membersQuery);
    if (mayHere(queries, 'team:write')) void queries.prefetchInfiniteQuery(invitationsQuery);
  },
  component: lazyRouteComponent(() => import('./team/Team'), 'Team'),
});
const locations = createRoute({
  getParentRoute: () => settings,
  path: 'locations',
  loader: ({ context: { queries } }) => {
    if (mayHere(queries, 'locations:read')) void queries.prefetchQuery(locationsQuery);
  },
  component: lazyRouteComponent(() => import('./team/Locations'), 'Locations'),
});
const apiKeys = createRoute({
  getParentRoute: () => settings,
  path: 'api-keys',
  loader: ({ context: { queries } }) => {
    if (mayHere(queries, 'keys:write')) void queries.prefetchInfiniteQuery(apiKeysQuery);
  },
  component: lazyRouteComponent(() => import('./settings/ApiKeys'), 'ApiKeys'),
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
    () => import('./subscription/SubscriptionPage'),
    'SubscriptionPage',
  ),
});

const takeout = createRoute({
  getParentRoute: () => settings,
  path: 'data',
  component: lazyRouteComponent(() => import('./takeout/TakeoutPage'), 'TakeoutPage'),
});

const statistics = createRoute({
  getParentRoute: () => office,
  path: 'statistics',
  validateSearch: statisticsSearch,
  component: lazyRouteComponent(() => import('./statistics/StatisticsPage'), 'StatisticsPage'),
});

const journal = createRoute({
  getParentRoute: () => settings,
  path: 'journal',
  validateSearch: journalSearch,
  component: lazyRouteComponent(() => import('./audit/Journal'), 'Journal'),
});

const routeTree = root.addChildren([
  guest.addChildren([signIn, signUp, forgot, verify, reset, invitation, erasureProof, merchants]),
  office.addChildren([
    home,
    customers,
    customer,
    duplicates,
    merge,
    imports,
    oneImport,
    exports,
    erasures,
    campaigns,
    campaign,
    erasure,
    privacyStart,
    requests,
    request,
    retention,
    retentionRule,
    holds,
    privacySettings,
    programs,
    newProgram,
    program.addChildren([designer, poster, revisions]),
    settings.addChildren([
      settingsStart,
      merchantSettings,
      account,
      sessions,
      team,
      locations,
      apiKeys,
      takeout,
      journal,
    ]),
    subscription,
    statistics,
  ]),
]);

export const createDeskRouter = (queries: QueryClient) =>
  createRouter({
    routeTree,
    context: { queries },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: Waiting,
    defaultPendingMs: 300,
    defaultErrorComponent: Crashed,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createDeskRouter>;
  }
}
