import { useSyncExternalStore } from 'react';

/** Where the counter is. A scan code stays in the history's state: addresses end up in logs. */
export type Route =
  /** `served`: a customer was, when; the search starts afresh. */
  | { screen: 'home'; served?: number }
  | { screen: 'scan'; again?: boolean }
  | { screen: 'card'; card: string; from: 'home' | 'scan' }
  | { screen: 'enrol'; prefill?: Prefill }
  | { screen: 'queue' };

export interface Prefill {
  customerId?: string;
  firstName?: string;
  phone?: string;
  email?: string;
}

const BASE = '/counter';
const SCAN_CODE_LENGTH = 26;

const listeners = new Set<() => void>();
let current: Route = { screen: 'home' };
let deep = 0;

function addressOf(route: Route): string {
  switch (route.screen) {
    case 'home':
      return BASE;
    case 'card':
      return route.card.length === SCAN_CODE_LENGTH ? `${BASE}/card` : `${BASE}/card/${route.card}`;
    case 'enrol':
      return `${BASE}/new`;
    default:
      return `${BASE}/${route.screen}`;
  }
}

function routeOf(path: string, state: unknown): Route {
  const kept = (state as { route?: Route } | null)?.route;
  if (kept) return kept;
  const [screen, detail] = path.slice(BASE.length).split('/').filter(Boolean);
  if (screen === 'card' && detail) {
    return { screen: 'card', card: decodeURIComponent(detail), from: 'home' };
  }
  if (screen === 'new') return { screen: 'enrol' };
  if (screen === 'scan' || screen === 'queue') return { screen };
  return { screen: 'home' };
}

function arrive(route: Route): void {
  current = route;
  for (const listener of listeners) listener();
}

export function startNavigation(): void {
  current = routeOf(location.pathname, history.state);
  window.addEventListener('popstate', (event) => {
    deep = Math.max(0, deep - 1);
    arrive(routeOf(location.pathname, event.state));
  });
}

export function go(route: Route): void {
  history.pushState({ route }, '', addressOf(route));
  deep += 1;
  arrive(route);
}

/** In place of the present screen: going back then skips it. */
export function replace(route: Route): void {
  history.replaceState({ route }, '', addressOf(route));
  arrive(route);
}

/** The screen before, or home when the counter was opened right here. */
export function back(): void {
  if (deep > 0) history.back();
  else replace({ screen: 'home' });
}

export function useRoute(): Route {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

/** Nothing under way and nothing typed that a reload would lose. */
export function atHome(): boolean {
  const typed = document.querySelector<HTMLInputElement>('input')?.value ?? '';
  return current.screen === 'home' && typed === '' && !document.querySelector('dialog[open]');
}
