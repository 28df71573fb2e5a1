import { useSyncExternalStore } from 'react';

/** A newer counter waits behind the one running; it takes over when nobody is in the middle of something. */
let waiting: ServiceWorker | null = null;
let askedHere = false;
const listeners = new Set<() => void>();

const LOOK_EVERY_MS = 60 * 60_000;

export function useUpdateReady(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting !== null,
  );
}

export function applyUpdate(): void {
  askedHere = true;
  waiting?.postMessage('take over');
}

/** Under Trusted Types a worker's address must come from a policy; this one allows a single address. */
function workerAddress(): string {
  const address = '/sw.js';
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (!trustedTypes) return address;
  const policy = trustedTypes.createPolicy('counter-worker', { createScriptURL: () => address });
  return policy.createScriptURL(address) as unknown as string;
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (address: string) => string },
  ): { createScriptURL(address: string): object };
}

/** `idle`: nothing typed, nothing under way, so that a reload disturbs nobody. */
export async function watchForUpdates(idle: () => boolean): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  let controlled = navigator.serviceWorker.controller !== null;
  const options = { scope: '/counter', updateViaCache: 'none' } as const;
  const registration = await navigator.serviceWorker.register(workerAddress(), options);
  const note = () => {
    waiting = registration.active ? registration.waiting : null;
    for (const listener of listeners) listener();
  };
  note();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', note);
  });
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    // The very first worker takes charge of a page that is already the newest. Later, another tab may
    // have asked: what is typed in this one is worth more than being up to date.
    if (controlled && (askedHere || idle())) location.reload();
    controlled = true;
  });
  let looked = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      if (waiting && idle()) applyUpdate();
    } else if (Date.now() - looked > LOOK_EVERY_MS) {
      looked = Date.now();
      void registration.update().catch(() => undefined);
    }
  });
}
