const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** Doubling up to a minute. Jitter keeps the tablets of one shop from all returning at the same second. */
export function backoffMs(attempts: number, random: () => number = Math.random): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, attempts - 1));
  return Math.round(full * (0.75 + random() * 0.5));
}
