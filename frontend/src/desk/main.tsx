import '../ui/tokens.css';
import '../ui/fonts.css';
import '../ui/elements.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { LanguageProvider } from '../i18n/LanguageProvider';
import { mount } from '../ui/mount';
import { dress } from '../ui/theme';
import { queryClient } from './queryClient';
import { createDeskRouter } from './router';

dress();

const router = createDeskRouter(queryClient);

// The first screen's code travels while the service still says who is signed in. Whether it arrives is
// told by the router, which asks for the same chunk again.
for (const { routeId } of router.matchRoutes(router.latestLocation)) {
  router
    .loadRouteChunk(router.routesById[routeId as keyof typeof router.routesById])
    ?.catch(() => undefined);
}

mount(
  <LanguageProvider>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </LanguageProvider>,
);
