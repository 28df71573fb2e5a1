import { useSyncExternalStore } from 'react';
import { ApiProblem } from '../../api/problems';

/** Whether the session ran out while a screen is open: the screen stays, a dialog asks to sign in. */
let expired = false;
const listeners = new Set<() => void>();

function set(next: boolean): void {
  if (expired === next) return;
  expired = next;
  for (const listener of listeners) listener();
}

/** A wrong password answers 401 as well, and is not the session's end. */
export function noticeExpiry(error: unknown): void {
  if (error instanceof ApiProblem && error.status === 401 && error.code !== 'INVALID_CREDENTIALS') {
    set(true);
  }
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
