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
        test: {
          name: 'card',
          environment: 'happy-dom',
          include: ['src/card/**/*.test.{ts,tsx}'],
          setupFiles,
          // Otherwise Testing Library would bring the real React in through the back door.
          server: { deps: { inline: [/@testing-library\/react/] } },
        },
      },
    ],
  },
});
