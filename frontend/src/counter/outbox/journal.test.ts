import { expect, test } from 'vitest';
import type { Gesture } from './gesture';
import { Journal } from './journal';
import type { Outbox } from './outbox';

test('an answer that comes late does not take back what a newer one has shown', async () => {
  const answers: ((gestures: Gesture[]) => void)[] = [];
  const journal = new Journal();
  journal.follow({
    all: () => new Promise((answer) => answers.push(answer)),
    countOthers: async () => 0,
    queueState: 'idle',
  } as unknown as Outbox);
  journal.changed();
  const stamp = { key: 'a stamp' } as Gesture;
  answers[1]?.([stamp]);
  await expect.poll(() => journal.current().gestures).toEqual([stamp]);
  answers[0]?.([]);
  await new Promise((done) => setTimeout(done));
  expect(journal.current().gestures).toEqual([stamp]);
});
