/**
 * Lets a card be shown where there is no network, which is where many tills stand. It keeps the
 * page and its files; the card itself, as last seen, is kept by the page (`remembered.ts`), and
 * answers of the API are never kept here.
 */

declare const __PRECACHE__: readonly string[];

interface LastingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface FetchEvent extends Event {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface Worker {
  addEventListener(type: 'install' | 'activate', listen: (event: LastingEvent) => void): void;
  addEventListener(type: 'fetch', listen: (event: FetchEvent) => void): void;
  skipWaiting(): Promise<void>;
  location: Location;
}

const worker = globalThis as unknown as Worker;
const SCOPE = '/c/';
const PATIENCE_MS = 4_000;
const FILES = __PRECACHE__;
const PREFIX = 'card-';
/** File names carry the hash of their content: their list names the build. */
const CACHE = PREFIX + FILES.join().replace(/[^0-9a-z]/gi, '');

worker.addEventListener('install', (event) => {
  event.waitUntil(keepEverything().then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(dropOldBuilds());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (request.mode === 'navigate' && url.pathname.startsWith(SCOPE)) {
    event.respondWith(freshElseKept(request));
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(keptElseFresh(request));
  }
});

/** Page and files of one build, or nothing: in the middle of a deployment they may not match. */
async function keepEverything(): Promise<void> {
  const page = await fetch(SCOPE, { cache: 'no-store' });
  const html = await page.clone().text();
  const script = /<script[^>]+src="([^"]+)"/.exec(html)?.[1];
  if (!page.ok || !script || !FILES.includes(script)) throw new Error('Not the page of this build');
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES);
  await cache.put(SCOPE, page);
}

async function freshElseKept(request: Request): Promise<Response> {
  const kept = await (await caches.open(CACHE)).match(SCOPE);
  if (!kept) return fetch(request);
  const late = new Promise<Response>((resolve) => setTimeout(resolve, PATIENCE_MS, kept));
  return Promise.race([fetch(request).catch(() => kept), late]);
}

async function keptElseFresh(request: Request): Promise<Response> {
  const kept = await (await caches.open(CACHE)).match(new URL(request.url).pathname);
  return kept ?? fetch(request);
}

async function dropOldBuilds(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
  }
}

export {};
