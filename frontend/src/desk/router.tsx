import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';
import { customerRoutes } from './routes/customers';
import { guest, office, root } from './routes/frame';
import { guestRoutes } from './routes/guest';
import { privacyRoutes } from './routes/privacy';
import { programRoutes } from './routes/programs';
import { settingsRoutes } from './routes/settings';
import { shopRoutes } from './routes/shop';
import { parseSearch, stringifySearch } from './search';
import { Crashed, NotFound, Waiting } from './shell/states';

const routeTree = root.addChildren([
  guest.addChildren(guestRoutes),
  office.addChildren([
    ...shopRoutes,
    ...customerRoutes,
    ...programRoutes,
    ...privacyRoutes,
    settingsRoutes,
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
