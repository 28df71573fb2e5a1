import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { layerOrder } from './build/layerOrder.ts';
import { preactInPlaceOfReact } from './build/preactInPlaceOfReact.ts';
import { sharedBuild } from './build/sharedBuild.ts';

// The customer's page is the one that must open fast on a phone in the street: same components,
// but Preact takes React's place (55 kB less).
export default defineConfig({
  plugins: [layerOrder()],
  resolve: { alias: preactInPlaceOfReact },
  // Keeps React's meaning of the JSX: the alias alone decides who renders it.
  oxc: { jsx: { runtime: 'automatic', importSource: 'react' } },
  publicDir: false,
  build: {
    ...sharedBuild,
    emptyOutDir: false,
    rolldownOptions: { input: { card: resolve(import.meta.dirname, 'card.html') } },
  },
});
