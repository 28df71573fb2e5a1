/**
 * Lets the counter start without a network. It keeps the page and the files the page needs, and
 * nothing else: answers of the API are never kept, they would show one customer's balance too late
 * and to anyone who picks up the tablet.
 *
 * Each build has its own cache, filled whole before it is used: page and scripts always belong
 * together. A new build waits until the page lets it take over.
 */

declare const __PRECACHE__: readonly string[];

interface LastingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface FetchEvent extends LastingEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface Worker {
  addEventListener(type: 'install' | 'activate', listen: (event: LastingEvent) => void): void;
  addEventListener(type: 'fetch', listen: (event: FetchEvent) => void): void;
  addEventListener(type: 'message', listen: (event: MessageEvent) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  location: Location;
}

const worker = globalThis as unknown as Worker;
const PAGE = '/counter';
const FILES = __PRECACHE__;
const PREFIX = 'counter-';
const CACHE = PREFIX + fingerprint(FILES.join());

worker.addEventListener('install', (event) => {
  event.waitUntil(keepEverything());
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(dropOldBuilds().then(() => worker.clients.claim()));
});

worker.addEventListener('message', (event) => {
  if (event.data === 'take over') void worker.skipWaiting();
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (request.mode === 'navigate') {
    if (url.pathname !== PAGE && !url.pathname.startsWith(`${PAGE}/`)) return;
    event.respondWith(kept(PAGE, request));
    event.waitUntil(refreshPage());
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(kept(url.pathname, request));
  }
});

async function keepEverything(): Promise<void> {
  const page = await fetch(PAGE, { cache: 'no-store' });
  // In the middle of a deployment the page may be of another build: then install again later.
  if (!page.ok || !(await belongs(page))) throw new Error('The page is not of this build.');
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES);
  await cache.put(PAGE, page);
}

async function kept(name: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(name)) ?? fetch(request);
}

/** The page carries the security headers of the day it was kept: they are brought up to date. */
async function refreshPage(): Promise<void> {
  try {
    const page = await fetch(PAGE, { cache: 'no-store' });
    if (page.ok && (await belongs(page))) await (await caches.open(CACHE)).put(PAGE, page);
  } catch {
    return; // no network, which is what the kept page is for
  }
}

async function belongs(page: Response): Promise<boolean> {
  const html = await page.clone().text();
  const scripts = [...html.matchAll(/<script[^>]+src="([^"]+)"/g)].map((found) => found[1] ?? '');
  return scripts.length > 0 && scripts.every((script) => FILES.includes(script));
}

async function dropOldBuilds(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
  }
}

function fingerprint(text: string): string {
  let value = 5381;
  for (let at = 0; at < text.length; at += 1) value = (value * 33 + text.charCodeAt(at)) >>> 0;
  return value.toString(36);
}

export {};
