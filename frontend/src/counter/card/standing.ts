import type { Card } from '../../api/types';

export type Offer = Card['program']['rewards'][number];

export type ShownCard = Omit<Card, 'customer'> & Partial<Pick<Card, 'customer'>>;

/** What may be done with a card now, and if nothing, why. */
export type Standing =
  | { kind: 'open'; most: number }
  | { kind: 'closed' }
  | { kind: 'closing'; until: string | null }
  | { kind: 'ended' }
  | { kind: 'cooldown'; until: Date }
  | { kind: 'daily-cap'; cap: number };

/** The server decides in the end; this only spares everybody a tap that would be refused. */
export function standingOf(card: ShownCard, now: Date): Standing {
  const { program } = card;
  if (card.status !== 'active') return { kind: 'closed' };
  if (program.status === 'closing') return { kind: 'closing', until: program.redeem_until };
  if (program.status !== 'active') return { kind: 'ended' };
  const { rules } = program;
  const left = rules.daily_cap === null ? null : rules.daily_cap - card.earned_today;
  if (left !== null && left <= 0) return { kind: 'daily-cap', cap: rules.daily_cap ?? 0 };
  const until = card.next_earn_at ? new Date(card.next_earn_at) : null;
  if (until && until > now) return { kind: 'cooldown', until };
  const most = Math.max(rules.max_per_operation, rules.units_per_visit);
  return { kind: 'open', most: left === null ? most : Math.min(most, left) };
}

export interface RewardStanding {
  reward: Offer;
  missing: number;
}

/** Dearest first: a full card is about the big reward, not the small one it could also pay. */
export function rewardsOf(card: ShownCard): RewardStanding[] {
  return [...card.program.rewards]
    .sort((a, b) => b.cost - a.cost)
    .map((reward) => ({ reward, missing: Math.max(0, reward.cost - card.balance) }));
}

/** `redeem_until` is the last day, in the shop's zone: near midnight the server has the last word. */
export function mayRedeem(card: ShownCard, now: Date): boolean {
  if (card.status !== 'active') return false;
  const { status, redeem_until } = card.program;
  if (status === 'active') return true;
  if (status !== 'closing') return false;
  if (redeem_until === null) return true;
  const end = new Date(`${redeem_until}T23:59:59`);
  return now.getTime() <= end.getTime() + 24 * 60 * 60_000;
}
