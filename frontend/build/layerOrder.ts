import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

const order = /@layer[^;]+;/.exec(
  readFileSync(resolve(import.meta.dirname, '../src/ui/layers.css'), 'utf8'),
)?.[0];

/**
 * The first `@layer` a browser meets decides the order of all of them, and which of the split
 * stylesheets arrives first is the bundler's choice. So each of them states the order.
 */
export function layerOrder(): Plugin {
  return {
    name: 'layer-order',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        if (!order) this.error('src/ui/layers.css states no layer order');
        for (const file of Object.values(bundle)) {
          if (file.type === 'asset' && file.fileName.endsWith('.css')) {
            file.source = `${order}${file.source}`;
          }
        }
      },
    },
  };
}
