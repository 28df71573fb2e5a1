import type { QueryClient } from '@tanstack/react-query';
import type { Card } from '../../api/types';
import { formatNumber } from '../../scan/content';
import type { Texts } from '../texts.fr';
import type { Gesture } from './gesture';

/** The holder's name as long as it is in memory (it is never on disk), else the card's number. */
export function cardWords(gesture: Gesture, queries: QueryClient, t: Texts): string {
  const references = [gesture.entry?.cardId, gesture.card];
  for (const [, card] of queries.getQueriesData<Card>({ queryKey: ['card'] })) {
    if (!card) continue;
    if (!references.some((each) => each === card.id || each === card.code || each === card.number))
      continue;
    const name = card.customer?.first_name ?? card.customer?.last_name;
    return name ?? t.last.cardOf(formatNumber(card.number));
  }
  return gesture.number ? t.last.cardOf(formatNumber(gesture.number)) : t.last.unknownCard;
}

export function operationWords(
  gesture: Gesture,
  card: string,
  t: Texts,
  signed: (value: number) => string,
): string {
  const { act } = gesture;
  switch (act.kind) {
    case 'earn':
      return t.last.earned(t.find.balance(act.units), card);
    case 'redeem':
      return gesture.state === 'done' ? t.last.redeemed(card) : t.last.redeeming(card);
    case 'adjust':
      return t.last.adjusted(signed(act.delta), card);
    case 'reverse':
      return gesture.state === 'done' ? t.last.undone(card) : t.last.undoing(card);
  }
}
