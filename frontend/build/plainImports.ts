import type { Plugin } from 'vite';

/**
 * Vite wraps each `import()` in a loader that also fetches its stylesheets. A page with a single
 * stylesheet has no use for it, and it weighs as much as one of the screens it loads.
 */
export function plainImports(): Plugin {
  return {
    name: 'plain-imports',
    apply: 'build',
    enforce: 'pre',
    load(id) {
      return id.endsWith('vite/preload-helper.js')
        ? 'export const __vitePreload = (load) => load();'
        : null;
    },
  };
}
