import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { previewSale } from '../../api/cards';
import type { Preview } from '../../api/types';
import { readAmount } from '../../i18n/money';
import { useSettled } from '../../ui/useSettled';
import { useCurrency, useIdentity } from '../counter';
import type { Earn, Sold } from '../outbox/gesture';
import { placeOf } from '../outbox/place';
import type { ShownCard } from './standing';

export interface SaleInProgress {
  typed: string;
  type: (text: string) => void;
  items: Sold[];
  setItem: (sku: string, quantity: number) => void;
  /** Null while there is nothing to record. */
  act: Earn | null;
  /** What the service says it will earn; null while nobody can say, or has said yet. */
  preview: Preview | null;
  asking: boolean;
  clear: () => void;
}

/** A sale as it is typed, and what it would earn. */
export function useSale(card: Pick<ShownCard, 'id' | 'balance'>, offline: boolean): SaleInProgress {
  const currency = useCurrency();
  const [typed, type] = useState('');
  const [items, setItems] = useState<Sold[]>([]);
  const amount = readAmount(typed, currency);
  const act: Earn | null =
    (amount !== null && amount > 0) || items.length > 0
      ? { kind: 'earn', units: null, amount, items }
      : null;
  const place = placeOf(useIdentity().membership.merchant_id);
  const sale = {
    ...(amount !== null && { amount }),
    ...(items.length > 0 && { items }),
    ...(place && { location_id: place }),
  };
  const asked = useSettled(act && sale);
  const settled = JSON.stringify(asked) === JSON.stringify(act && sale);
  const query = useQuery({
    // A card that has changed earns differently: caps, first visit, level.
    queryKey: ['preview', card.id, card.balance, asked],
    queryFn: ({ signal }) => previewSale(card.id, asked ?? {}, signal),
    enabled: asked !== null && !offline,
    gcTime: 0,
    staleTime: 30_000,
    retry: false,
  });
  return {
    typed,
    type: (text) => isPart(text) && type(text),
    items,
    setItem: (sku, quantity) =>
      setItems((before) => {
        const others = before.filter((each) => each.sku !== sku);
        return quantity > 0 ? [...others, { sku, quantity }] : others;
      }),
    act,
    preview: act && settled && !offline ? (query.data ?? null) : null,
    asking: act !== null && !offline && (!settled || query.isFetching),
    clear: () => {
      type('');
      setItems([]);
    },
  };
}

const MOST_DIGITS = 7;

/** The beginning of an amount: digits, at most one comma and two digits behind it. */
export function isPart(text: string): boolean {
  return new RegExp(`^\\d{0,${MOST_DIGITS}}([.,]\\d{0,2})?$`).test(text);
}
