import '../ui/tokens.css';
import '../ui/fonts.css';
import '../ui/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { LanguageProvider } from '../i18n/LanguageProvider';
import { mount } from '../ui/mount';
import { queryClient } from './queryClient';
import { createDeskRouter } from './router';

const router = createDeskRouter(queryClient);

mount(
  <LanguageProvider>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </LanguageProvider>,
);
