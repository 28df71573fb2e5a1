import { resolve } from 'node:path';

const react = resolve(import.meta.dirname, '../src/card/react.ts');

export const preactInPlaceOfReact = [
  { find: /^react\/jsx-(dev-)?runtime$/, replacement: 'preact/jsx-runtime' },
  { find: /^react(-dom\/client)?$/, replacement: react },
];
