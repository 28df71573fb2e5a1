import type { Gesture, Outcome } from './gesture';

/** What an answer changes about its gesture. */
export function settled(
  gesture: Gesture,
  outcome: Extract<Outcome, { kind: 'done' | 'refused' }>,
  now: number,
): Partial<Gesture> {
  if (outcome.kind === 'refused') {
    return { state: 'refused', refusal: outcome.refusal, settledAt: now };
  }
  const sentAt = outcome.replayed ? firstSentAt(gesture, outcome.entry.recordedAt, now) : {};
  return { state: 'done', entry: outcome.entry, settledAt: now, ...sentAt };
}

/** A replayed answer is about an earlier attempt: the time to undo began then. */
function firstSentAt(gesture: Gesture, recorded: string, now: number): Pick<Gesture, 'sentAt'> {
  const recordedAt = Date.parse(recorded);
  return { sentAt: Math.min(gesture.sentAt ?? now, Number.isNaN(recordedAt) ? now : recordedAt) };
}
