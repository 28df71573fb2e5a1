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
    expect(standing(7, rewards).ready.map((reward) => reward.id)).toEqual(['r1']);
    expect(standing(7, rewards).next).toEqual({ reward: rewards[1], missing: 3 });
  });

  it('has nothing next once everything is reached, whatever the order given', () => {
    const { ready, next } = standing(12, [...rewards].reverse());
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
