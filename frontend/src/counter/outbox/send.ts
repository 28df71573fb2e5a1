import { earn, redeem, reverse } from '../../api/cards';
import type { Answer } from '../../api/http';
import { ApiProblem, isProblem, isTemporary } from '../../api/problems';
import type { Entry, Sale } from '../../api/types';
import type { SessionStore } from '../session/session';
import { type Earn, type Gesture, type Outcome, ownerOf, type Send } from './gesture';

/** Times and numbers a refusal is explained with; nothing else of a problem document is kept. */
const KEPT_EXTRAS = [
  'next_earn_at',
  'cap',
  'maximum',
  'minimum',
  'minimum_amount',
  'limit',
  'valid_from',
  'valid_until',
  'balance',
  'cost',
];
/** Everybody is being told to wait, not just this card. */
const FOR_EVERYONE = [429, 502, 503, 504];

export function sender(session: SessionStore): Send {
  return async (gesture) => {
    if (!(await signedInAs(session, gesture.owner))) {
      return session.state.kind === 'ready' && !session.state.expired
        ? { kind: 'unreachable' }
        : { kind: 'signed-out' };
    }
    try {
      return done(await write(gesture));
    } catch (error) {
      if (!isProblem(error, 'CSRF_FAILED')) return outcomeOf(error);
    }
    // The cookie is of a newer session, perhaps somebody else's: look who it is before trying again.
    await session.refresh();
    if (!(await signedInAs(session, gesture.owner))) return { kind: 'signed-out' };
    try {
      return done(await write(gesture));
    } catch (error) {
      return outcomeOf(error);
    }
  };
}

async function signedInAs(session: SessionStore, owner: string): Promise<boolean> {
  if (session.state.kind === 'ready' && session.state.me === null && !session.state.expired) {
    await session.refresh();
  }
  const { state } = session;
  return (
    state.kind === 'ready' &&
    state.me !== null &&
    ownerOf(state.identity.userId, state.identity.membership.merchant_id) === owner
  );
}

function write({ act, card, key, occurredAt, place }: Gesture): Promise<Answer<Entry>> {
  const here = place ? { location_id: place } : {};
  switch (act.kind) {
    case 'earn':
      return earn(card, { ...saleOf(act), ...here, occurred_at: occurredAt }, key);
    case 'redeem':
      return redeem(
        card,
        act.rewardId === null
          ? { units: act.units, ...here }
          : { reward_id: act.rewardId, ...here },
        key,
      );
    case 'reverse':
      return reverse(card, { entry_id: act.entryId ?? '' }, key);
    case 'adjust':
      // Its reason is free words, which must not lie in the queue: made online, see Outbox.note.
      throw new Error('A correction never waits in the queue.');
  }
}

export function saleOf(act: Earn): Sale {
  if (act.units !== null) return { units: act.units };
  return {
    ...(act.amount !== null && { amount: act.amount }),
    ...(act.items.length > 0 && { items: act.items }),
  };
}

function done({ data, replayed }: Answer<Entry>): Outcome {
  const { id, card_id, delta, balance, recorded_at } = data;
  const entry = { id, cardId: card_id, delta, balance, recordedAt: recorded_at };
  return { kind: 'done', entry, replayed };
}

export function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof ApiProblem)) return { kind: 'unreachable' };
  if (error.status === 401) return { kind: 'signed-out' };
  if (isTemporary(error)) {
    const retryAfterMs =
      error.retryAfterSeconds === null ? null : Math.ceil(error.retryAfterSeconds * 1000);
    return { kind: 'later', retryAfterMs, everyone: FOR_EVERYONE.includes(error.status) };
  }
  const extras: Record<string, string | number> = {};
  for (const name of KEPT_EXTRAS) {
    const value = error.extras[name];
    if (typeof value === 'string' || typeof value === 'number') extras[name] = value;
  }
  return { kind: 'refused', refusal: { status: error.status, code: error.code, extras } };
}
