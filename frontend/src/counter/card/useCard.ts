import { useQuery } from '@tanstack/react-query';
import { getCard } from '../../api/cards';
import { NetworkProblem } from '../../api/problems';
import { useLate } from '../../ui/Skeleton';
import { useCounter, useIdentity } from '../counter';
import { useLink } from '../network/link';
import type { ShownCard } from './standing';

export type CardState =
  | { kind: 'loading' }
  /** `asOf`: from this device's memory, not from the service. */
  | { kind: 'card'; card: ShownCard; asOf: Date | null }
  /** Nobody can be asked and the card was never seen here: it can still be stamped. */
  | { kind: 'unknown' }
  | { kind: 'failed'; error: unknown; retry: () => void };

/** A wait longer than this at the counter is as bad as no network. */
const PATIENCE_MS = 4_000;

export function useCard(reference: string): CardState {
  const { known, link } = useCounter();
  const { merchant_id: merchantId } = useIdentity().membership;
  const offline = useLink(link) === 'down';
  const impatient = useLate(PATIENCE_MS);
  const query = useQuery({
    queryKey: ['card', reference],
    queryFn: async () => {
      const card = await getCard(reference);
      known.remember(card, merchantId);
      return card;
    },
    staleTime: 0,
  });
  const remembered = known.find(reference, merchantId);
  if (query.data) {
    const asOf = query.error instanceof NetworkProblem ? new Date(query.dataUpdatedAt) : null;
    return { kind: 'card', card: query.data, asOf };
  }
  if (query.error && !(query.error instanceof NetworkProblem)) {
    return { kind: 'failed', error: query.error, retry: () => void query.refetch() };
  }
  if (remembered) {
    const unsure = offline || impatient || query.error !== null;
    return { kind: 'card', card: remembered, asOf: unsure ? new Date(remembered.seenAt) : null };
  }
  return query.error || offline || impatient ? { kind: 'unknown' } : { kind: 'loading' };
}
