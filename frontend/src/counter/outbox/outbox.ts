import { backoffMs } from './backoff';
import {
  type Act,
  type Gesture,
  type NewGesture,
  newGesture,
  type Outcome,
  type Send,
  type SendableAct,
  shopOf,
} from './gesture';
import { nextToSend } from './order';
import { placeOf } from './place';
import { settled } from './settling';
import type { GestureStore } from './store';

export interface OutboxParts {
  store: GestureStore;
  send: Send;
  /** Runs `work` while no other tab does. */
  exclusively: (work: () => Promise<void>) => Promise<void>;
  /** The card's id when this device has seen the card, else the reference itself. */
  lane: (card: string) => string;
  /** Something changed: screens of this tab and of the others read again. */
  changed: () => void;
  now: () => number;
  newKey: () => string;
  random?: () => number;
}

export type QueueState = 'idle' | 'sending' | 'unreachable' | 'signed-out';

/** How long a person at the counter waits for the server before the gesture counts as "kept". */
const PATIENCE_MS = 4_000;
const REMEMBER_SETTLED_MS = 24 * 60 * 60_000;

export class Outbox {
  private owner: string | null = null;
  private state: QueueState = 'idle';
  private running: Promise<void> | null = null;
  private wanted = false;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private attempted = new Map<string, () => void>();

  constructor(private readonly parts: OutboxParts) {}

  get queueState(): QueueState {
    return this.state;
  }

  /** Only this owner's gestures are sent: after a change of account the others' stay where they are. */
  async belongTo(owner: string | null): Promise<void> {
    this.owner = owner;
    this.failures = 0;
    this.enter('idle');
    await this.parts.store.forgetSettledBefore(this.parts.now() - REMEMBER_SETTLED_MS);
    this.parts.changed();
    if (owner !== null) void this.drain();
  }

  async all(): Promise<Gesture[]> {
    return this.owner === null ? [] : this.parts.store.of(this.owner);
  }

  countOthers(): Promise<number> {
    return this.parts.store.countOthers(this.owner);
  }

  /** On disk first, then on the wire. Answers with the gesture as it stands once the server spoke, or once nobody did. */
  async submit(card: string, number: string | null, act: SendableAct): Promise<Gesture> {
    const gesture = await this.parts.store.add(this.draft(card, number, act));
    this.parts.changed();
    await this.untilAttempted(gesture.key);
    return (await this.parts.store.find(gesture.key)) ?? gesture;
  }

  /** An act already done elsewhere (a correction made online), so that the last-operation line can undo it. */
  async note(
    card: string,
    number: string | null,
    act: Act,
    entry: NonNullable<Gesture['entry']>,
  ): Promise<void> {
    const now = this.parts.now();
    const draft = this.draft(card, number, act);
    await this.parts.store.add({ ...draft, state: 'done', entry, sentAt: now, settledAt: now });
    this.parts.changed();
  }

  /** Not sent yet: simply gone. Sent, or perhaps sent: a reversal follows it, in its turn. */
  async undo(key: string): Promise<Gesture | null> {
    let undone: Gesture | null = null;
    const left = await this.parts.store.change(key, (found) => {
      undone = found;
      return found.state === 'waiting' && found.attempts === 0 ? 'delete' : 'keep';
    });
    this.parts.changed();
    const { act, card, number } = left ?? { act: null, card: '', number: null };
    if (left === null || act === null || act.kind === 'reverse') return undone;
    const reversal: SendableAct = {
      kind: 'reverse',
      undoes: key,
      entryId: left.entry?.id ?? null,
      undone: act.kind,
    };
    return this.submit(left.entry?.cardId ?? card, number, reversal);
  }

  /** Undo straight from a card's history, for an entry this device may never have seen. */
  async reverse(
    cardId: string,
    number: string | null,
    entryId: string,
    undone: 'earn' | 'redeem' | 'adjust',
  ): Promise<Gesture> {
    return this.submit(cardId, number, { kind: 'reverse', undoes: null, entryId, undone });
  }

  /** A refusal somebody has read. */
  async dismiss(key: string): Promise<void> {
    await this.parts.store.change(key, (found) =>
      found.state === 'refused'
        ? { ...found, dismissed: true, settledAt: found.settledAt ?? this.parts.now() }
        : 'keep',
    );
    this.parts.changed();
  }

  /** The network is back, somebody signed in, or a person asks: forget the waiting times and try now. */
  async retryNow(): Promise<void> {
    for (const gesture of await this.all()) {
      if (gesture.state === 'waiting' && gesture.notBefore > 0) {
        await this.parts.store.change(gesture.key, (found) => ({ ...found, notBefore: 0 }));
      }
    }
    this.failures = 0;
    await this.drain();
  }

  drain(): Promise<void> {
    this.wanted = true;
    this.running ??= this.drainWhileWanted();
    return this.running;
  }

  private draft(card: string, number: string | null, act: Act): NewGesture {
    const { newKey, now } = this.parts;
    const owner = this.owner ?? '';
    return newGesture(newKey(), owner, card, number, act, now(), placeOf(shopOf(owner)));
  }

  private async untilAttempted(key: string): Promise<void> {
    let patience: ReturnType<typeof setTimeout> | undefined;
    const spoken = new Promise<void>((resolve) => {
      this.attempted.set(key, resolve);
      patience = setTimeout(resolve, PATIENCE_MS);
    });
    // The queue may also stop before reaching this gesture (offline, signed out): no need to wait then.
    await Promise.race([spoken, this.drain()]);
    clearTimeout(patience);
    this.attempted.delete(key);
  }

  private async drainWhileWanted(): Promise<void> {
    try {
      while (this.wanted) {
        this.wanted = false;
        this.stopTimer();
        await this.parts.exclusively(() => this.sendWhatCanGo());
        await this.comeBackLater();
      }
    } finally {
      // In the same breath as the last look at `wanted`: a gesture arriving now starts a new round.
      this.running = null;
      this.wanted = false;
    }
  }

  private async sendWhatCanGo(): Promise<void> {
    for (;;) {
      const owner = this.owner;
      const next =
        owner === null
          ? null
          : nextToSend(await this.parts.store.of(owner), this.parts.now(), this.parts.lane);
      if (next === null) {
        if (this.state === 'sending') this.enter('idle');
        return;
      }
      this.enter('sending');
      const goOn = await this.attempt(next);
      if (!goOn) return;
    }
  }

  private async attempt(picked: Gesture): Promise<boolean> {
    const sentAt = this.parts.now();
    // Counted before sending: from here on the server may know of it, and an undo must not just delete it.
    const gesture = await this.parts.store.change(picked.key, (found) =>
      found.state === 'waiting' ? { ...found, attempts: found.attempts + 1, sentAt } : 'keep',
    );
    if (gesture === null || gesture.state !== 'waiting') return true;
    const ready = await this.nameTheEntry(gesture);
    if (ready === null) return true;
    const outcome = await this.parts.send(ready);
    const goOn = await this.settle(ready, outcome);
    this.attempted.get(gesture.key)?.();
    this.parts.changed();
    return goOn;
  }

  /** An undo made before its gesture was answered learns here which entry to reverse, if there is one. */
  private async nameTheEntry(gesture: Gesture): Promise<Gesture | null> {
    const { act } = gesture;
    if (act.kind !== 'reverse' || act.entryId !== null || act.undoes === null) return gesture;
    const undone = await this.parts.store.find(act.undoes);
    if (undone?.entry == null) {
      // Refused by the server: there is nothing left to undo, and nobody needs to read about it.
      await this.parts.store.change(gesture.key, () => 'delete');
      await this.parts.store.change(act.undoes, (found) =>
        found.state === 'refused' ? 'delete' : 'keep',
      );
      this.attempted.get(gesture.key)?.();
      this.parts.changed();
      return null;
    }
    const named = { ...act, entryId: undone.entry.id };
    return this.parts.store.change(gesture.key, (found) => ({ ...found, act: named }));
  }

  private async settle(gesture: Gesture, outcome: Outcome): Promise<boolean> {
    const now = this.parts.now();
    const update = (changes: Partial<Gesture>) =>
      this.parts.store.change(gesture.key, (found) => ({ ...found, ...changes }));
    switch (outcome.kind) {
      case 'done':
      case 'refused':
        this.failures = 0;
        await update(settled(gesture, outcome, now));
        return true;
      case 'later': {
        const wait = outcome.retryAfterMs ?? backoffMs(gesture.attempts, this.parts.random);
        await update({ notBefore: now + wait });
        if (!outcome.everyone) return true;
        this.scheduleIn(wait);
        return false;
      }
      case 'unreachable':
        this.failures += 1;
        this.enter('unreachable');
        this.scheduleIn(backoffMs(this.failures, this.parts.random));
        return false;
      case 'signed-out':
        this.enter('signed-out');
        return false;
    }
  }

  private async comeBackLater(): Promise<void> {
    if (this.timer !== null || this.state === 'signed-out') return;
    const times = (await this.all())
      .filter((each) => each.state === 'waiting')
      .map((each) => each.notBefore);
    if (times.length > 0) this.scheduleIn(Math.max(250, Math.min(...times) - this.parts.now()));
  }

  private scheduleIn(milliseconds: number): void {
    this.stopTimer();
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.drain();
    }, milliseconds);
  }

  private stopTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private enter(state: QueueState): void {
    if (this.state === state) return;
    this.state = state;
    this.parts.changed();
  }
}
