import { describe, expect, it } from 'vitest';
import { ApiProblem, NetworkProblem } from '../../api/problems';
import { outcomeOf, saleOf } from './send';

const problem = (status: number, code: string, extras: Record<string, unknown> = {}) =>
  new ApiProblem({ status, code, detail: '', extras });

describe('what an answer means for the queue', () => {
  it('no answer keeps the gesture', () => {
    expect(outcomeOf(new NetworkProblem('timeout')).kind).toBe('unreachable');
    expect(outcomeOf(new NetworkProblem('offline')).kind).toBe('unreachable');
  });

  it.each([
    [403, 'UNDO_EXPIRED'],
    [404, 'CARD_NOT_FOUND'],
    [409, 'CARD_CLOSED'],
    [422, 'TOO_MANY_UNITS'],
  ])('%i %s is a refusal', (status, code) => {
    expect(outcomeOf(problem(status, code))).toMatchObject({ kind: 'refused', refusal: { code } });
  });

  it('a refusal keeps its times and numbers, and nothing about a person', () => {
    const next_earn_at = '2026-05-04T12:00:00Z';
    const outcome = outcomeOf(problem(409, 'COOLDOWN', { next_earn_at, customer: 'Camille' }));
    expect(outcome).toMatchObject({ refusal: { extras: { next_earn_at } } });
    expect(JSON.stringify(outcome)).not.toContain('Camille');
  });

  it('401 waits for a sign-in', () => {
    expect(outcomeOf(problem(401, 'NOT_SIGNED_IN')).kind).toBe('signed-out');
  });

  it('a card still being worked on waits alone, a tired service makes everybody wait', () => {
    expect(outcomeOf(problem(409, 'STILL_RUNNING'))).toMatchObject({ everyone: false });
    expect(outcomeOf(problem(500, 'INTERNAL'))).toMatchObject({ everyone: false });
    expect(outcomeOf(problem(503, 'DATABASE_UNAVAILABLE'))).toMatchObject({ everyone: true });
  });
});

it('a sale says what it was, never what it earns', () => {
  expect(saleOf({ kind: 'earn', units: 2 })).toEqual({ units: 2 });
  const items = [{ sku: 'MIEL', quantity: 2 }];
  expect(saleOf({ kind: 'earn', units: null, amount: 1250, items })).toEqual({
    amount: 1250,
    items,
  });
  expect(saleOf({ kind: 'earn', units: null, amount: 1250, items: [] })).toEqual({ amount: 1250 });
});
