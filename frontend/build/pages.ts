import type { Plugin } from 'vite';

const CARD = /^\/(c|join|s)\//;
const GALLERY = /^\/gallery(\/|\?|$)/;
const COUNTER = /^\/counter(\/|\?|$)/;

/** In development, answers the same addresses with the same pages as the API server does. */
export function pages(): Plugin {
  return {
    name: 'pages',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const url = request.url ?? '/';
        const wantsPage = request.headers.accept?.includes('text/html') ?? false;
        if (wantsPage && !url.startsWith('/v1')) {
          if (CARD.test(url)) request.url = '/card.html';
          else if (COUNTER.test(url)) request.url = '/counter.html';
          // Not among the pages that are built: it is for whoever develops.
          else if (GALLERY.test(url)) request.url = `/gallery.html${url.replace(GALLERY, '?')}`;
          else request.url = '/desk.html';
        }
        next();
      });
    },
  };
}
