import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Gesture, Outcome } from './gesture';
import { Outbox, type OutboxParts } from './outbox';
import { type GestureStore, openGestureStore } from './store';
import { lastOperation } from './undo';

const OWNER = 'anne:bakery';
let databases = 0;
let store: GestureStore;
let time: number;
let sent: Gesture[];
let answers: (gesture: Gesture) => Outcome | Promise<Outcome>;
let ids: number;

function recorded(gesture: Gesture, replayed = false): Outcome {
  const delta = gesture.act.kind === 'earn' ? (gesture.act.units ?? 0) : 0;
  const entry = {
    id: `entry-${gesture.key}`,
    cardId: `id-${gesture.card}`,
    delta,
    balance: 1,
    recordedAt: new Date(time).toISOString(),
  };
  return { kind: 'done', entry, replayed };
}

function outbox(parts: Partial<OutboxParts> = {}): Outbox {
  return new Outbox({
    store,
    send: async (gesture) => {
      sent.push(gesture);
      return answers(gesture);
    },
    exclusively: (work) => work(),
    lane: (card) => card,
    changed: () => undefined,
    now: () => time,
    newKey: () => `key-${ids++}`,
    random: () => 0.5,
    ...parts,
  });
}

async function stateOf(key: string) {
  return (await store.find(key))?.state ?? 'gone';
}

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  store = await openGestureStore(`outbox-${databases++}`);
  time = Date.UTC(2026, 4, 4, 9, 0, 0);
  sent = [];
  ids = 0;
  answers = recorded;
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a gesture with the network there', () => {
  it('is on disk before it is sent', async () => {
    let onDisk: Gesture[] = [];
    answers = async (gesture) => {
      onDisk = await store.of(OWNER);
      return recorded(gesture);
    };
    const box = outbox();
    await box.belongTo(OWNER);
    const gesture = await box.submit('C1', 'ABCDEFGH', { kind: 'earn', units: 2 });
    expect(onDisk.map((each) => each.key)).toEqual([gesture.key]);
    expect(gesture.state).toBe('done');
    expect(gesture.entry?.delta).toBe(2);
  });

  it('counts a replayed answer as success, with the time to undo begun at the first attempt', async () => {
    const box = outbox();
    await box.belongTo(OWNER);
    const first = time;
    const later = time + 20_000;
    answers = (gesture) => {
      const outcome = recorded(gesture, true);
      time = later;
      return outcome;
    };
    const gesture = await box.submit('C1', null, { kind: 'earn', units: 1 });
    expect(gesture.state).toBe('done');
    expect(gesture.sentAt).toBe(first);
  });
});

describe('without the network', () => {
  it('keeps gestures and sends each with the key and the time it was made', async () => {
    answers = () => ({ kind: 'unreachable' });
    const box = outbox();
    await box.belongTo(OWNER);
    const kept = await box.submit('C1', null, { kind: 'earn', units: 1 });
    expect(kept.state).toBe('waiting');
    expect(box.queueState).toBe('unreachable');
    const madeAt = kept.occurredAt;
    time += 3_600_000;
    answers = recorded;
    await box.retryNow();
    expect(sent.map((each) => each.key)).toEqual([kept.key, kept.key]);
    expect(sent.map((each) => each.occurredAt)).toEqual([madeAt, madeAt]);
    expect(await stateOf(kept.key)).toBe('done');
  });

  it('stops after the first silence instead of trying every gesture', async () => {
    answers = () => ({ kind: 'unreachable' });
    const box = outbox();
    await box.belongTo(OWNER);
    await box.submit('C1', null, { kind: 'earn', units: 1 });
    sent = [];
    await box.submit('C2', null, { kind: 'earn', units: 1 });
    expect(sent).toHaveLength(1);
  });

  it('comes back by itself, later each time', async () => {
    answers = () => ({ kind: 'unreachable' });
    const box = outbox();
    await box.belongTo(OWNER);
    await box.submit('C1', null, { kind: 'earn', units: 1 });
    const attemptsAfter = async (milliseconds: number) => {
      time += milliseconds;
      await vi.advanceTimersByTimeAsync(milliseconds);
      for (let turn = 0; turn < 50; turn += 1) await new Promise((go) => setImmediate(go));
      return sent.length;
    };
    expect(await attemptsAfter(900)).toBe(1);
    expect(await attemptsAfter(200)).toBe(2);
  });
});

describe('order', () => {
  it('is kept within a card, and the newest card goes first', async () => {
    answers = () => ({ kind: 'unreachable' });
    const box = outbox();
    await box.belongTo(OWNER);
    await box.submit('C1', null, { kind: 'earn', units: 1 });
    await box.submit('C1', null, { kind: 'earn', units: 2 });
    await box.submit('C2', null, { kind: 'earn', units: 3 });
    sent = [];
    answers = recorded;
    await box.retryNow();
    const order = sent.map(({ card, act }) => `${card}:${act.kind === 'earn' ? act.units : 0}`);
    expect(order).toEqual(['C2:3', 'C1:1', 'C1:2']);
  });

  it('a card whose head must wait holds back only itself', async () => {
    answers = (gesture) =>
      gesture.card === 'C1'
        ? { kind: 'later', retryAfterMs: 5_000, everyone: false }
        : recorded(gesture);
    const box = outbox();
    await box.belongTo(OWNER);
    const held = await box.submit('C1', null, { kind: 'earn', units: 1 });
    const behind = await box.submit('C1', null, { kind: 'earn', units: 1 });
    const other = await box.submit('C2', null, { kind: 'earn', units: 1 });
    expect([held.state, behind.state, other.state]).toEqual(['waiting', 'waiting', 'done']);
    expect(sent.filter((each) => each.key === behind.key)).toHaveLength(0);
  });

  it('knows a card by any of its references', async () => {
    answers = () => ({ kind: 'unreachable' });
    const box = outbox({ lane: (card) => (card === 'SCANCODE' ? 'card-id' : card) });
    await box.belongTo(OWNER);
    const first = await box.submit('SCANCODE', null, { kind: 'earn', units: 1 });
    const second = await box.submit('card-id', null, { kind: 'earn', units: 1 });
    sent = [];
    answers = recorded;
    await box.retryNow();
    expect(sent.map((each) => each.key)).toEqual([first.key, second.key]);
  });
});

describe('a refusal', () => {
  const refusal = {
    status: 409,
    code: 'COOLDOWN',
    extras: { next_earn_at: '2026-05-04T12:00:00Z' },
  };

  it('stays with its reason until somebody dismisses it, and does not stop the others', async () => {
    answers = (gesture) =>
      gesture.card === 'C1' ? { kind: 'refused', refusal } : recorded(gesture);
    const box = outbox();
    await box.belongTo(OWNER);
    const refused = await box.submit('C1', null, { kind: 'earn', units: 1 });
    const next = await box.submit('C1', null, { kind: 'earn', units: 1 });
    expect(refused.refusal).toEqual(refused.state === 'refused' ? refusal : null);
    expect(next.state).toBe('refused');
    await box.retryNow();
    expect(sent).toHaveLength(2);
    await box.dismiss(refused.key);
    expect((await store.find(refused.key))?.dismissed).toBe(true);
  });

  it('is not the last operation', async () => {
    const box = outbox();
    await box.belongTo(OWNER);
    const good = await box.submit('C1', null, { kind: 'earn', units: 1 });
    answers = () => ({ kind: 'refused', refusal });
    await box.submit('C2', null, { kind: 'earn', units: 1 });
    expect(lastOperation(await box.all())?.key).toBe(good.key);
  });
});

describe('undo', () => {
  it('of a gesture never sent removes it without a word to the server', async () => {
    const box = outbox({ exclusively: () => Promise.resolve() });
    await box.belongTo(OWNER);
    const kept = await box.submit('C1', null, { kind: 'earn', units: 1 });
    await box.undo(kept.key);
    expect(await store.of(OWNER)).toEqual([]);
    expect(sent).toEqual([]);
  });

  it('of a recorded gesture names its entry', async () => {
    const box = outbox();
    await box.belongTo(OWNER);
    const done = await box.submit('C1', null, { kind: 'earn', units: 1 });
    const reversal = await box.undo(done.key);
    expect(reversal?.act).toMatchObject({ kind: 'reverse', entryId: done.entry?.id });
    expect(reversal?.state).toBe('done');
  });

  it('of a gesture whose answer was lost asks again first, then reverses what was recorded', async () => {
    answers = () => ({ kind: 'unreachable' });
    const box = outbox();
    await box.belongTo(OWNER);
    const lost = await box.submit('C1', null, { kind: 'earn', units: 1 });
    await box.undo(lost.key);
    sent = [];
    answers = (gesture) => recorded(gesture, gesture.key === lost.key);
    await box.retryNow();
    expect(sent.map(({ act }) => act.kind)).toEqual(['earn', 'reverse']);
    expect(sent[1]?.act).toMatchObject({ entryId: `entry-${lost.key}` });
  });

  it('of a gesture that is refused after all leaves nothing behind', async () => {
    answers = () => ({ kind: 'unreachable' });
    const box = outbox();
    await box.belongTo(OWNER);
    const lost = await box.submit('C1', null, { kind: 'earn', units: 1 });
    await box.undo(lost.key);
    answers = () => ({
      kind: 'refused',
      refusal: { status: 409, code: 'CARD_CLOSED', extras: {} },
    });
    await box.retryNow();
    expect(await store.of(OWNER)).toEqual([]);
  });
});

describe('accounts', () => {
  it("never send one person's gestures under another's name", async () => {
    answers = () => ({ kind: 'unreachable' });
    const box = outbox();
    await box.belongTo(OWNER);
    const annes = await box.submit('C1', null, { kind: 'earn', units: 1 });
    sent = [];
    answers = recorded;
    await box.belongTo('bruno:bakery');
    await box.retryNow();
    expect(sent).toEqual([]);
    expect(await box.countOthers()).toBe(1);
    await box.belongTo(OWNER);
    await box.retryNow();
    expect(await stateOf(annes.key)).toBe('done');
  });

  it('wait for a sign-in when the session is over', async () => {
    answers = () => ({ kind: 'signed-out' });
    const box = outbox();
    await box.belongTo(OWNER);
    const kept = await box.submit('C1', null, { kind: 'earn', units: 1 });
    expect([kept.state, box.queueState]).toEqual(['waiting', 'signed-out']);
    answers = recorded;
    await box.belongTo(OWNER);
    await box.retryNow();
    expect(await stateOf(kept.key)).toBe('done');
  });
});

describe('two tabs', () => {
  it('send a gesture once between them', async () => {
    let line: Promise<void> = Promise.resolve();
    const exclusively = (work: () => Promise<void>) => {
      line = line.then(work);
      return line;
    };
    answers = () => ({ kind: 'unreachable' });
    const one = outbox({ exclusively });
    const two = outbox({ exclusively });
    await one.belongTo(OWNER);
    await two.belongTo(OWNER);
    await one.submit('C1', null, { kind: 'earn', units: 1 });
    sent = [];
    answers = recorded;
    await Promise.all([one.retryNow(), two.retryNow()]);
    expect(sent).toHaveLength(1);
  });
});
