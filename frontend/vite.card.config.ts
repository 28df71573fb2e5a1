import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { layerOrder } from './build/layerOrder.ts';
import { onlyIconsUsed } from './build/onlyIconsUsed.ts';
import { plainImports } from './build/plainImports.ts';
import { preactInPlaceOfReact } from './build/preactInPlaceOfReact.ts';
import { precache } from './build/precache.ts';
import { sharedBuild } from './build/sharedBuild.ts';

/** What the card itself has no use for stays out of what all screens share. */
const LATER = /\/ui\/(Field|saveFile)\./;

// The customer's page is the one that must open fast on a phone in the street: same components,
// but Preact takes React's place (55 kB less).
export default defineConfig({
  plugins: [
    layerOrder(),
    plainImports(),
    onlyIconsUsed(['src/card', 'src/ui']),
    precache('card.html', 'card-sw.js'),
  ],
  resolve: { alias: preactInPlaceOfReact },
  // Keeps React's meaning of the JSX: the alias alone decides who renders it.
  oxc: { jsx: { runtime: 'automatic', importSource: 'react' } },
  // Class names travel in the script too.
  css: { modules: { generateScopedName: '[local]_[hash:base64:4]' } },
  publicDir: false,
  build: {
    ...sharedBuild,
    emptyOutDir: false,
    cssCodeSplit: false,
    modulePreload: {
      polyfill: false,
      // Hints in the page only: plainImports takes the loader that would use the others.
      resolveDependencies: (_file, files, { hostType }) => (hostType === 'html' ? files : []),
    },
    rolldownOptions: {
      input: {
        card: resolve(import.meta.dirname, 'card.html'),
        'card-sw': resolve(import.meta.dirname, 'src/card/sw.ts'),
      },
      output: {
        entryFileNames: (chunk) =>
          chunk.name === 'card-sw' ? 'card-sw.js' : 'assets/[name]-[hash].js',
        // With the screen's folder: `size.mjs` sees which texts come with which screen.
        chunkFileNames: ({ name, facadeModuleId }) => {
          const folder = /src\/card\/(\w+)\/\w/.exec(facadeModuleId ?? '')?.[1];
          return `assets/${folder ? `${folder}.` : ''}${name}-[hash].js`;
        },
        // What several screens need goes into one file: small ones compress badly.
        codeSplitting: {
          groups: [
            { name: 'shared', minShareCount: 2, priority: 2, test: (id) => !LATER.test(id) },
            { name: 'fields', minShareCount: 2 },
          ],
        },
      },
    },
  },
});
