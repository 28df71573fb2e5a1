import type { PointsFace } from './LoyaltyCard';

interface PointsWords {
  /** "142" and "points": the number stands large, its name beside it. */
  sum: string;
  unit: string;
  next(missing: number, reward: string): string;
  /** Nothing left to save up for. */
  all: string;
}

/** What a card of points says: the sum, and how far the cheapest reward is that it cannot pay yet. */
export function pointsFace(
  balance: number,
  rewards: readonly { name: string; cost: number }[],
  words: PointsWords,
): PointsFace {
  const next = nextReward(balance, rewards);
  return {
    sum: words.sum,
    unit: words.unit,
    next: next ? words.next(next.cost - balance, next.name) : rewards.length > 0 ? words.all : '',
    share: next ? balance / next.cost : 1,
  };
}

export function nextReward<Reward extends { cost: number }>(
  balance: number,
  rewards: readonly Reward[],
): Reward | undefined {
  return [...rewards].sort((a, b) => a.cost - b.cost).find(({ cost }) => cost > balance);
}
