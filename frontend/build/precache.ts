import type { Plugin, Rolldown } from 'vite';

const PLACEHOLDER = '__PRECACHE__';

/**
 * Gives a page's service worker the list of files the page needs to start without a network:
 * `declare const __PRECACHE__: readonly string[]`.
 */
export function precache(page: string, workerFile: string): Plugin {
  return {
    name: 'precache',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle[workerFile];
        if (worker?.type !== 'chunk') return;
        const files = JSON.stringify(filesOf(page, bundle));
        worker.code = worker.code.replaceAll(PLACEHOLDER, files);
      },
    },
  };
}

function filesOf(page: string, bundle: Rolldown.OutputBundle): string[] {
  const entry = page.replace('.html', '');
  const found = new Set<string>();
  const visit = (name: string) => {
    const chunk = bundle[name];
    if (found.has(`/${name}`) || chunk?.type !== 'chunk') return;
    found.add(`/${name}`);
    for (const css of chunk.viteMetadata?.importedCss ?? []) found.add(`/${css}`);
    for (const asset of chunk.viteMetadata?.importedAssets ?? []) found.add(`/${asset}`);
    for (const next of [...chunk.imports, ...chunk.dynamicImports]) visit(next);
  };
  for (const file of Object.values(bundle)) {
    if (file.type === 'chunk' && file.isEntry && file.name === entry) visit(file.fileName);
    if (file.type === 'asset' && isFont(file.fileName)) found.add(`/${file.fileName}`);
    if (file.type === 'asset' && isWholeStyle(file.fileName)) found.add(`/${file.fileName}`);
  }
  return [...found].sort();
}

const isFont = (name: string) => name.endsWith('.woff2');

/** Where styles are not split by chunk, no chunk names the one file they are in. */
const isWholeStyle = (name: string) => /\/style-[^/]*\.css$/.test(name);
