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

/** On the way in, 401 says that a password or code was wrong, and is not the session's end. */
const ON_THE_WAY_IN = [
  'INVALID_CREDENTIALS',
  'SECOND_FACTOR_REQUIRED',
  'INVALID_SECOND_FACTOR',
  'PASSKEY_REFUSED',
];

export function noticeExpiry(error: unknown): void {
  if (error instanceof ApiProblem && error.status === 401 && !ON_THE_WAY_IN.includes(error.code)) {
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
