import { useSyncExternalStore } from 'react';
import { isProblem } from '../../api/problems';

/** Whether the session ran out while a screen is open: the screen stays, a dialog asks to sign in. */
let expired = false;
const listeners = new Set<() => void>();

function set(next: boolean): void {
  if (expired === next) return;
  expired = next;
  for (const listener of listeners) listener();
}

/** Other answers 401 say that a password, a code or a passkey was wrong. */
export function noticeExpiry(error: unknown): void {
  if (isProblem(error, 'NOT_SIGNED_IN')) set(true);
}

export function sessionRenewed(): void {
  set(false);
}

export function useSessionExpired(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => expired,
  );
}
