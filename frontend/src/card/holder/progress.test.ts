import { describe, expect, it } from 'vitest';
import type { HolderCard } from '../../api/types';
import { camille } from '../testing/world';
import { standing, stateOf } from './progress';

const TODAY = '2026-11-22';
const { rewards } = camille.program;

const withProgram = (change: Partial<HolderCard['program']>): HolderCard => ({
  ...camille,
  program: { ...camille.program, ...change },
});

describe('where a balance stands', () => {
  it('names what is ready and what comes next', () => {
    expect(standing(7, rewards, TODAY).ready.map((reward) => reward.id)).toEqual(['r1']);
    expect(standing(7, rewards, TODAY).next).toEqual({ reward: rewards[1], missing: 3 });
  });

  it('has nothing next once everything is reached, whatever the order given', () => {
    const { ready, next } = standing(12, [...rewards].reverse(), TODAY);
    expect(ready.map((reward) => reward.id)).toEqual(['r1', 'r2']);
    expect(next).toBeNull();
  });
});

describe('the state of a card', () => {
  it.each([
    ['usable', camille],
    ['closed', { ...camille, status: 'closed' as const }],
    ['ending', withProgram({ status: 'closing', redeem_until: TODAY })],
    ['ending', withProgram({ status: 'closing', redeem_until: null })],
    ['over', withProgram({ status: 'closing', redeem_until: '2026-11-21' })],
    ['over', withProgram({ status: 'archived' })],
  ])('is %s', (state, card) => {
    expect(stateOf(card, TODAY)).toBe(state);
  });
});

it('does not promise what is gone, not yet given or over', () => {
  const [first, second] = rewards;
  const changed = [
    { ...first, in_stock: false },
    { ...second, valid_from: '2026-11-23' },
    { ...second, id: 'r3', valid_until: '2026-11-21' },
    { ...second, id: 'r4', valid_until: TODAY },
  ] as typeof rewards;
  expect(standing(50, changed, TODAY).ready.map(({ id }) => id)).toEqual(['r4']);
});
