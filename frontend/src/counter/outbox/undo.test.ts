import { describe, expect, it } from 'vitest';
import type { Gesture } from './gesture';
import { ADJUSTER_WINDOW_MS, CASHIER_WINDOW_MS, lastOperation, undoableUntil } from './undo';

const DONE: Gesture = {
  seq: 1,
  key: 'k',
  owner: 'o',
  card: 'c',
  number: null,
  act: { kind: 'earn', units: 1 },
  occurredAt: '2026-05-04T09:00:00.000Z',
  state: 'done',
  attempts: 1,
  notBefore: 0,
  sentAt: 1_000,
  settledAt: 1_200,
  entry: { id: 'e', cardId: 'c', delta: 1, balance: 4, recordedAt: '2026-05-04T09:00:00Z' },
  refusal: null,
  dismissed: false,
};

describe('the time to undo', () => {
  it('is thirty seconds from sending for a cashier', () => {
    expect(undoableUntil(DONE, false)).toBe(1_000 + CASHIER_WINDOW_MS);
  });
  it('is longer for those who may adjust', () => {
    expect(undoableUntil(DONE, true)).toBe(1_000 + ADJUSTER_WINDOW_MS);
  });
  it('does not run while the gesture is still on this device', () => {
    expect(undoableUntil({ ...DONE, state: 'waiting' }, false)).toBe(Number.POSITIVE_INFINITY);
  });
  it('does not exist for an undo or a refusal', () => {
    const undo = {
      ...DONE,
      act: { kind: 'reverse', undoes: 'x', entryId: 'e', undone: 'earn' },
    } as const;
    expect(undoableUntil(undo, true)).toBeNull();
    expect(undoableUntil({ ...DONE, state: 'refused' }, true)).toBeNull();
  });
});

describe('the last operation', () => {
  it('is the newest gesture that was not refused', () => {
    const refused: Gesture = { ...DONE, seq: 2, key: 'r', state: 'refused' };
    expect(lastOperation([DONE, refused])?.key).toBe('k');
    expect(lastOperation([])).toBeNull();
  });
});
