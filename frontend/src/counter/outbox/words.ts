import type { QueryClient } from '@tanstack/react-query';
import type { Card } from '../../api/types';
import type { Language } from '../../i18n/language';
import { type Units, unitsIn } from '../../i18n/units';
import { formatNumber } from '../../scan/content';
import type { Texts } from '../texts.fr';
import type { Earn, Gesture } from './gesture';

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

/** What a card counts in, as long as it is in memory: what is on disk does not say. */
export function cardUnits(gesture: Gesture, queries: QueryClient, language: Language): Units {
  const references = [gesture.entry?.cardId, gesture.card];
  for (const [, card] of queries.getQueriesData<Card>({ queryKey: ['card'] })) {
    if (card && references.some((each) => each === card.id || each === card.number))
      return unitsIn(language, card.program);
  }
  return unitsIn(language, { kind: 'stamps' });
}

/** The service's count once it is known; until then what was asked for. */
function earnedWords(gesture: Gesture, act: Earn, t: Texts, units: Units): string {
  if (act.units !== null) return units(act.units);
  return gesture.entry ? units(gesture.entry.delta) : t.last.sale;
}

export function operationWords(
  gesture: Gesture,
  card: string,
  t: Texts,
  signed: (value: number) => string,
  unitsOf: Units,
): string {
  const { act } = gesture;
  switch (act.kind) {
    case 'earn':
      return t.last.earned(earnedWords(gesture, act, t, unitsOf), card);
    case 'redeem':
      return gesture.state === 'done' ? t.last.redeemed(card) : t.last.redeeming(card);
    case 'adjust':
      return t.last.adjusted(signed(act.delta), card);
    case 'reverse':
      return gesture.state === 'done' ? t.last.undone(card) : t.last.undoing(card);
  }
}
