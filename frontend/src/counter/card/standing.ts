import type { Card, RulesOfCard } from '../../api/types';

export type Offer = Card['program']['rewards'][number];

export type ShownCard = Omit<Card, 'customer'> & Partial<Pick<Card, 'customer'>>;

/** What may be done with a card now, and if nothing, why. */
export type Standing =
  | { kind: 'open'; most: number }
  | { kind: 'closed' }
  | { kind: 'resting' }
  | { kind: 'closing'; until: string | null }
  | { kind: 'ended' }
  | { kind: 'cooldown'; until: Date }
  | { kind: 'daily-cap'; cap: number };

/** The server decides in the end; this only spares everybody a tap that would be refused. */
export function standingOf(card: ShownCard, now: Date): Standing {
  const { program } = card;
  if (card.status !== 'active') return { kind: 'closed' };
  if (card.frozen) return { kind: 'resting' };
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

/** Whether a visit's units are said by hand, or follow from what was bought. */
export function earnsBySale(rules: RulesOfCard): boolean {
  return rules.per_amount !== null || rules.minimum_amount !== null || rules.units_per_visit === 0;
}

export interface RewardStanding {
  reward: Offer;
  /** Units it still takes; what is pending or expired does not count. */
  missing: number;
  /** It cannot be had now, however many units there are. */
  blocked: 'stock' | 'early' | 'late' | null;
}

/** Dearest first: a full card is about the big reward, not the small one it could also pay. */
export function rewardsOf(card: ShownCard, now = new Date()): RewardStanding[] {
  const today = now.toLocaleDateString('sv-SE');
  return [...card.program.rewards]
    .sort((a, b) => b.cost - a.cost)
    .map((reward) => ({
      reward,
      missing: Math.max(0, reward.cost - card.available),
      blocked: !reward.in_stock
        ? 'stock'
        : reward.valid_from && reward.valid_from > today
          ? 'early'
          : reward.valid_until && reward.valid_until < today
            ? 'late'
            : null,
    }));
}

export const isReady = ({ missing, blocked }: RewardStanding) => missing === 0 && blocked === null;

/** What so many units take off a sale, in minor units of money; the service rounds down too. */
export function discountOf({ redeem_value: worth }: RulesOfCard, units: number): number {
  return worth ? Math.floor((units * worth.value) / worth.units) : 0;
}

/** Fewer units than a cent's worth would be given for nothing. */
export function leastForDiscount({ redeem_value: worth, redeem_minimum }: RulesOfCard): number {
  return Math.max(redeem_minimum ?? 1, worth ? Math.ceil(worth.units / worth.value) : 1);
}

const DAY_MS = 24 * 60 * 60_000;
const USUAL_WARNING_DAYS = 30;

/** Near enough for the customer to be told. */
export function soon(expiresAt: string, warnDays: number | null, now: Date): boolean {
  return Date.parse(expiresAt) - now.getTime() < (warnDays ?? USUAL_WARNING_DAYS) * DAY_MS;
}

/** `redeem_until` is the last day, in the shop's zone: near midnight the server has the last word. */
export function mayRedeem(card: ShownCard, now: Date): boolean {
  if (card.status !== 'active') return false;
  const { status, redeem_until } = card.program;
  if (status === 'active') return true;
  if (status !== 'closing') return false;
  if (redeem_until === null) return true;
  const end = new Date(`${redeem_until}T23:59:59`);
  return now.getTime() <= end.getTime() + DAY_MS;
}
