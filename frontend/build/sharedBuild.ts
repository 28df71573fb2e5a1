import type { BuildOptions } from 'vite';

// The Content-Security-Policy allows no inline script, style or data: font: nothing is inlined.
export const sharedBuild = {
  outDir: 'dist',
  assetsDir: 'assets',
  assetsInlineLimit: 0,
  modulePreload: { polyfill: false },
  target: ['es2022', 'safari16', 'chrome109', 'firefox115'],
  cssTarget: ['safari16', 'chrome109', 'firefox115'],
  reportCompressedSize: false,
} satisfies BuildOptions;
