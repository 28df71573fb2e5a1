/** One act at the counter that changes a card, from the tap to the server's last word on it. */
export type Act =
  | Earn
  /** A reward, or so many units as a discount. */
  | { kind: 'redeem'; rewardId: string }
  | { kind: 'redeem'; rewardId: null; units: number }
  | { kind: 'adjust'; delta: number }
  /** `entryId` is unknown while the undone gesture itself has had no answer yet. */
  | {
      kind: 'reverse';
      undoes: string | null;
      entryId: string | null;
      undone: 'earn' | 'redeem' | 'adjust';
    };

/** Units that are known beforehand, or a sale whose units the service works out. */
export type Earn =
  | { kind: 'earn'; units: number }
  | { kind: 'earn'; units: null; amount: number | null; items: Sold[] };

export interface Sold {
  sku: string;
  quantity: number;
}

/** A correction has a reason in free words and is made online only. */
export type SendableAct = Exclude<Act, { kind: 'adjust' }>;

export interface RecordedEntry {
  id: string;
  cardId: string;
  delta: number;
  balance: number;
  recordedAt: string;
}

/** What the server said no with. `extras` are numbers and times of the problem document, never persons. */
export interface Refusal {
  status: number;
  code: string;
  extras: Record<string, string | number>;
}

/**
 * Written to disk before it is sent. Holds ids and codes only: a lost tablet must not carry a list of
 * customers. `key` is the Idempotency-Key, the same for every attempt, so that a gesture whose answer
 * got lost is never counted twice.
 */
export interface Gesture {
  seq: number;
  key: string;
  owner: string;
  /** Card id, scan code or number: whatever was known at the time. */
  card: string;
  number: string | null;
  act: Act;
  /** The location that this tab stood at; absent where nobody had to say. */
  place?: string | null;
  occurredAt: string;
  state: 'waiting' | 'done' | 'refused';
  attempts: number;
  notBefore: number;
  sentAt: number | null;
  settledAt: number | null;
  entry: RecordedEntry | null;
  refusal: Refusal | null;
  dismissed: boolean;
}

export type NewGesture = Omit<Gesture, 'seq'>;

/** What became of one attempt to send. */
export type Outcome =
  | { kind: 'done'; entry: RecordedEntry; replayed: boolean }
  | { kind: 'refused'; refusal: Refusal }
  /** Nobody answered: the whole queue waits. */
  | { kind: 'unreachable' }
  /** The server answered, but not with a decision: this card waits, the others go on. */
  | { kind: 'later'; retryAfterMs: number | null; everyone: boolean }
  /** The session is over, or is somebody else's: only signing in helps. */
  | { kind: 'signed-out' };

export type Send = (gesture: Gesture) => Promise<Outcome>;

/** Of the shop that a queue belongs to. */
export function shopOf(owner: string): string {
  return owner.slice(owner.indexOf(':') + 1);
}

/** A queue belongs to one person in one shop. */
export function ownerOf(userId: string, merchantId: string): string {
  return `${userId}:${merchantId}`;
}

/** Units that are kept on this device and that the server's balance does not show yet. */
export function pendingUnits(
  gestures: readonly Gesture[],
  refs: readonly (string | null)[],
): number {
  return gestures
    .filter((each) => each.state === 'waiting' && refs.includes(each.card))
    .reduce((sum, { act }) => sum + (act.kind === 'earn' ? (act.units ?? 0) : 0), 0);
}

/** Sales kept on this device whose units only the service knows. */
export function pendingSales(
  gestures: readonly Gesture[],
  refs: readonly (string | null)[],
): number {
  return gestures.filter(
    ({ state, card, act }) =>
      state === 'waiting' && refs.includes(card) && act.kind === 'earn' && act.units === null,
  ).length;
}

export function newGesture(
  key: string,
  owner: string,
  card: string,
  number: string | null,
  act: Act,
  now: number,
  place: string | null = null,
): NewGesture {
  return {
    key,
    owner,
    card,
    number,
    act,
    place,
    occurredAt: new Date(now).toISOString(),
    state: 'waiting',
    attempts: 0,
    notBefore: 0,
    sentAt: null,
    settledAt: null,
    entry: null,
    refusal: null,
    dismissed: false,
  };
}
