import type { HolderCard, RewardOffer } from '../../api/types';

export interface Standing {
  /** Rewards that can be had now, cheapest first. */
  ready: RewardOffer[];
  /** The next one to save for, and how many units it still takes. */
  next: { reward: RewardOffer; missing: number } | null;
}

export function standing(
  available: number,
  rewards: readonly RewardOffer[],
  day: string,
): Standing {
  const onOffer = rewards
    .filter((reward) => offered(reward, day) === 'now')
    .sort((a, b) => a.cost - b.cost);
  const reward = onOffer.find((each) => each.cost > available);
  return {
    ready: onOffer.filter((each) => each.cost <= available),
    next: reward ? { reward, missing: reward.cost - available } : null,
  };
}

/** Whether a reward is given on this day, and if not, why. */
export function offered(reward: RewardOffer, day: string): 'now' | 'stock' | 'early' | 'late' {
  if (reward.valid_from && reward.valid_from > day) return 'early';
  if (reward.valid_until && reward.valid_until < day) return 'late';
  return reward.in_stock ? 'now' : 'stock';
}

/** The shop's calendar day, written as the API writes dates (which is how Sweden does). */
export function today(timeZone: string): string {
  return new Date().toLocaleDateString('sv-SE', { timeZone });
}

/** What the page has to say before anything else. */
export type CardState = 'usable' | 'closed' | 'ending' | 'over';

export function stateOf(card: HolderCard, today: string): CardState {
  if (card.status !== 'active') return 'closed';
  const { status, redeem_until } = card.program;
  if (status === 'archived') return 'over';
  if (status === 'closing') return redeem_until && redeem_until < today ? 'over' : 'ending';
  return 'usable';
}
