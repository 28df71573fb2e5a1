import type { Gesture } from './gesture';

/**
 * Within one card strictly in the order of the gestures; an earlier one that must wait holds the later
 * ones of its card back. Between cards the newest goes first: it belongs to the person standing at the
 * counter, while the rest of a long offline queue is in no hurry.
 */
export function nextToSend(
  oldestFirst: readonly Gesture[],
  now: number,
  lane: (card: string) => string,
): Gesture | null {
  const heads = new Map<string, Gesture>();
  for (const gesture of oldestFirst) {
    if (gesture.state !== 'waiting') continue;
    const name = lane(gesture.card);
    if (!heads.has(name)) heads.set(name, gesture);
  }
  const ready = [...heads.values()].filter((head) => head.notBefore <= now);
  return ready.reduce<Gesture | null>(
    (newest, each) => (newest === null || each.seq > newest.seq ? each : newest),
    null,
  );
}
