import { getHolderCard, getPublicMerchant } from '../api/public';
import type { Address } from './address';

let reading: Promise<unknown> | null = null;

/** Asks the API for what the screen will show while the screen itself is still on its way. */
export function readAhead(address: Address, token: string): void {
  if (address.page === 'unknown' || (address.page === 'card' && !token)) return;
  reading =
    address.page === 'card' ? getHolderCard(address.slug, token) : getPublicMerchant(address.slug);
  // Whoever takes it handles its failure; until then it is not an unhandled one.
  reading.catch(() => undefined);
}

/** What was asked ahead, once; afterwards a reading of one's own. */
export function takeAhead<T>(read: () => Promise<T>): Promise<T> {
  const first = reading as Promise<T> | null;
  reading = null;
  return first ?? read();
}
