import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { layerOrder } from './build/layerOrder.ts';
import { pages } from './build/pages.ts';
import { precache } from './build/precache.ts';
import { sharedBuild } from './build/sharedBuild.ts';

const at = (path: string) => resolve(import.meta.dirname, path);
const serviceWorker = at('src/counter/sw.ts');

// Desk and counter run on React. The card has a build of its own (vite.card.config.ts), on Preact.
export default defineConfig({
  plugins: [react(), pages(), layerOrder(), precache('counter.html', 'sw.js')],
  build: {
    ...sharedBuild,
    emptyOutDir: true,
    rolldownOptions: {
      input: {
        desk: at('desk.html'),
        counter: at('counter.html'),
        ...(existsSync(serviceWorker) ? { sw: serviceWorker } : {}),
      },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: {
    proxy: { '/v1': 'http://127.0.0.1:8000' },
  },
});
