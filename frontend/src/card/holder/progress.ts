import type { HolderCard, RewardOffer } from '../../api/types';

export interface Standing {
  /** Rewards the balance pays for now, cheapest first. */
  ready: RewardOffer[];
  /** The next one to save for, and how many units it still takes. */
  next: { reward: RewardOffer; missing: number } | null;
}

export function standing(balance: number, rewards: readonly RewardOffer[]): Standing {
  const byCost = [...rewards].sort((a, b) => a.cost - b.cost);
  const reward = byCost.find((each) => each.cost > balance);
  return {
    ready: byCost.filter((each) => each.cost <= balance),
    next: reward ? { reward, missing: reward.cost - balance } : null,
  };
}

/** The shop's calendar day, written as the API writes dates (which is how Sweden does). */
export function today(timeZone: string): string {
  return new Date().toLocaleDateString('sv-SE', { timeZone });
}

/** What the page has to say before anything else. */
export type CardState = 'usable' | 'closed' | 'ending' | 'over';

export function stateOf(card: HolderCard, today: string): CardState {
  if (card.status === 'closed') return 'closed';
  const { status, redeem_until } = card.program;
  if (status === 'archived') return 'over';
  if (status === 'closing') return redeem_until && redeem_until < today ? 'over' : 'ending';
  return 'usable';
}
