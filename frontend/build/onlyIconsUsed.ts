import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';

const ICONS = /\/ui\/icons\.ts$/;
const ENTRY = /^ {2}(\w+):\s+'[^']*',$/gm;

/**
 * Drops from the icon set what no file of these folders names: a lookup by name cannot be
 * tree-shaken. Names are literals, checked by their type, so that each one used is found.
 */
export function onlyIconsUsed(folders: readonly string[]): Plugin {
  const source = folders.map((folder) => read(resolve(import.meta.dirname, '..', folder))).join();
  return {
    name: 'only-icons-used',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!ICONS.test(id)) return null;
      return code.replace(ENTRY, (entry, name) =>
        source.includes(`'${name}'`) || source.includes(`"${name}"`) ? entry : '',
      );
    },
  };
}

function read(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tsx'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join();
}
