// Fails when the JavaScript a page loads first is over its budget, or any one desk route is.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = resolve(process.argv[2] ?? join(import.meta.dirname, '../dist'));
const FIRST_LOAD_KB = { 'card.html': 25, 'counter.html': 120, 'desk.html': 180 };
/** The card shows nothing before its one screen is there: the budget holds for both together. */
const ANY_ROUTE_KB = { 'card.html': 25, 'desk.html': 220 };

const gzipped = new Map();
const kilobytes = (file) => {
  if (!gzipped.has(file)) {
    gzipped.set(file, gzipSync(readFileSync(join(dist, file)), { level: 9 }).length / 1000);
  }
  return gzipped.get(file);
};
const total = (files) => [...files].reduce((sum, file) => sum + kilobytes(file), 0);

/** A file and all it imports statically. */
function closure(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  const code = readFileSync(join(dist, file), 'utf8');
  for (const [, name] of code.matchAll(/(?:from|^import|[;}]import)\s*["']\.\/([^"']+\.js)["']/g)) {
    closure(`assets/${name}`, seen);
  }
  return seen;
}

let over = false;
function report(label, size, budget) {
  const verdict = size <= budget ? 'ok' : 'OVER';
  over ||= size > budget;
  console.log(`${label.padEnd(44)} ${size.toFixed(1).padStart(7)} / ${budget} kB  ${verdict}`);
}

const firstLoad = {};
for (const [page, budget] of Object.entries(FIRST_LOAD_KB)) {
  if (!existsSync(join(dist, page))) throw new Error(`${page} is missing in ${dist}: build first.`);
  const html = readFileSync(join(dist, page), 'utf8');
  const files = new Set();
  for (const [, file] of html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g))
    closure(file, files);
  firstLoad[page] = files;
  report(page, total(files), budget);
}

// A lazy chunk costs its own closure on top of what the page has loaded already.
for (const [page, budget] of Object.entries(ANY_ROUTE_KB)) {
  const first = firstLoad[page];
  const ofCard = page === 'card.html';
  const reachable = new Set(first);
  for (const file of reachable) {
    const code = readFileSync(join(dist, file), 'utf8');
    for (const [, name] of code.matchAll(/import\(\s*["'`]\.\/([^"'`]+\.js)["'`]\s*\)/g)) {
      const lazy = `assets/${name}`;
      if (reachable.has(lazy) || /(^|\.)texts\./.test(name)) continue;
      const all = new Set([...first, ...closure(lazy)]);
      for (const each of all) reachable.add(each);
      const texts = ofCard ? textsOf(name) : [];
      report(`  ${page} + ${name}`, total(new Set([...all, ...texts])), budget);
    }
  }
}

/** A screen of the card comes with its own texts, which lie in its folder, and the shared ones, in
 * one language: the heavier one counts. */
function textsOf(screen) {
  const folder = /^(\w+)\.\w/.exec(screen)?.[1] ?? '';
  const files = readdirSync(join(dist, 'assets'));
  const sets = ['fr', 'en'].map((language) => {
    const wanted = [`texts.${language}-`, `${folder}.texts.${language}-`];
    const found = files.filter((file) => wanted.some((start) => file.startsWith(start)));
    return found.filter((file) => file.endsWith('.js')).map((file) => `assets/${file}`);
  });
  if (sets.some((set) => set.length === 0)) throw new Error('The texts of the card are not found.');
  return sets.sort((a, b) => total(b) - total(a))[0];
}

const css = readdirSync(join(dist, 'assets')).filter((name) => name.endsWith('.css'));
console.log(
  `stylesheets: ${css.map((n) => `${n} ${kilobytes(`assets/${n}`).toFixed(1)}`).join(', ')}`,
);
if (over) process.exit(1);
