import { defineConfig } from 'vitest/config';
import { preactInPlaceOfReact } from './build/preactInPlaceOfReact.ts';

const setupFiles = ['src/testing/setup.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'react',
          environment: 'happy-dom',
          include: ['src/**/*.test.{ts,tsx}'],
          exclude: ['src/card/**'],
          setupFiles,
        },
      },
      {
        // The card is tested on the runtime it ships with.
        resolve: { alias: preactInPlaceOfReact },
        oxc: { jsx: { runtime: 'automatic', importSource: 'react' } },
        test: {
          name: 'card',
          environment: 'happy-dom',
          include: ['src/card/**/*.test.{ts,tsx}'],
          setupFiles: ['src/card/testing/setup.ts'],
        },
      },
    ],
  },
});
