import type { Gesture } from './gesture';

/** What the server allows to a caller without `cards:adjust`. */
export const CASHIER_WINDOW_MS = 30_000;
/** With `cards:adjust` the server sets no limit; past this the card's history is the place to do it. */
export const ADJUSTER_WINDOW_MS = 15 * 60_000;

/**
 * Until when this gesture may be undone from the last-operation line; null when it cannot be.
 * Counted from the moment the request left, which is never later than the server's own clock start.
 * A gesture still on this device can be undone as long as it is here.
 */
export function undoableUntil(gesture: Gesture, mayAdjust: boolean): number | null {
  if (gesture.act.kind === 'reverse') return null;
  if (gesture.state === 'waiting') return Number.POSITIVE_INFINITY;
  if (gesture.state === 'refused' || gesture.sentAt === null) return null;
  return gesture.sentAt + (mayAdjust ? ADJUSTER_WINDOW_MS : CASHIER_WINDOW_MS);
}

/**
 * The gesture the last-operation line speaks of: the newest one, and for an undo the undo itself.
 * A refusal is not an operation: it stays in the queue until someone has read it.
 */
export function lastOperation(gestures: readonly Gesture[]): Gesture | null {
  return gestures.findLast((each) => each.state !== 'refused') ?? null;
}
