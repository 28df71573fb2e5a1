import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { cardsOfQuery, consentsQuery, customerQuery, customersQuery } from '../customers/queries';
import { customerSearch, filtersOf, mergeSearch } from '../search';
import { office } from './frame';

const customers = createRoute({
  getParentRoute: () => office,
  path: 'customers',
  validateSearch: customerSearch,
  loaderDeps: ({ search }) => ({ ...filtersOf(search), sort: search.sort }),
  loader: ({ context, deps }) => {
    void context.queries.prefetchInfiniteQuery(customersQuery(deps));
  },
  component: lazyRouteComponent(() => import('../customers/CustomerList'), 'CustomerList'),
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
  component: lazyRouteComponent(() => import('../customers/CustomerPage'), 'CustomerPage'),
});

const duplicates = createRoute({
  getParentRoute: () => office,
  path: 'customers/duplicates',
  validateSearch: (raw: Record<string, unknown>): { show?: 'dismissed' } =>
    raw.show === 'dismissed' ? { show: 'dismissed' } : {},
  component: lazyRouteComponent(() => import('../duplicates/DuplicateList'), 'DuplicateList'),
});

const merge = createRoute({
  getParentRoute: () => office,
  path: 'customers/merge',
  validateSearch: mergeSearch,
  component: lazyRouteComponent(() => import('../duplicates/MergePage'), 'MergePage'),
});

const imports = createRoute({
  getParentRoute: () => office,
  path: 'customers/imports',
  component: lazyRouteComponent(() => import('../imports/ImportList'), 'ImportList'),
});

const oneImport = createRoute({
  getParentRoute: () => office,
  path: 'customers/imports/$importId',
  component: lazyRouteComponent(() => import('../imports/ImportPage'), 'ImportPage'),
});

const exports = createRoute({
  getParentRoute: () => office,
  path: 'customers/exports',
  component: lazyRouteComponent(() => import('../exports/ExportList'), 'ExportList'),
});

export const customerRoutes = [customers, customer, duplicates, merge, imports, oneImport, exports];
