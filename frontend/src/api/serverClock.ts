/**
 * A tablet's clock may be an hour off, and the API refuses gestures from the future. Every answer
 * says what time it is there; the difference is kept for gestures made while there is no network.
 */
let aheadMs = 0;

/** Below this it is the journey of the answer, and whole seconds in the header. */
const TOLERATED_MS = 5_000;

export function hearTime(dateHeader: string | null): void {
  const there = dateHeader ? Date.parse(dateHeader) : Number.NaN;
  if (Number.isNaN(there)) return;
  const difference = Date.now() - there;
  aheadMs = Math.abs(difference) > TOLERATED_MS ? difference : 0;
}

/** Milliseconds since 1970 by the service's clock, as well as it is known. */
export function serverNow(): number {
  return Date.now() - aheadMs;
}
