import { useCallback, useEffect, useState } from 'react';
import { useCounter } from '../counter';
import type { Gesture, Refusal, SendableAct } from '../outbox/gesture';
import { useJournal } from '../outbox/journal';

export type Operation =
  | { kind: 'none' }
  | { kind: 'sending'; act: SendableAct }
  /** Recorded, or kept on this device. */
  | { kind: 'made'; gesture: Gesture; act: SendableAct; before: number | null }
  | { kind: 'refused'; refusal: Refusal };

export interface Operating {
  operation: Operation;
  make: (act: SendableAct, balanceBefore: number | null) => Promise<void>;
  clear: () => void;
}

/** One gesture on the card on screen, from the tap to what became of it. */
export function useOperation(card: string, number: string | null): Operating {
  const { outbox, journal } = useCounter();
  const { gestures } = useJournal(journal);
  const [operation, set] = useState<Operation>({ kind: 'none' });

  const make = async (act: SendableAct, before: number | null) => {
    set({ kind: 'sending', act });
    const gesture = await outbox.submit(card, number, act);
    if (gesture.state === 'refused' && gesture.refusal) {
      // It is being read right here: no need to wait for it in the queue as well.
      await outbox.dismiss(gesture.key);
      set({ kind: 'refused', refusal: gesture.refusal });
    } else {
      set({ kind: 'made', gesture, act, before });
    }
  };

  // What was kept may be recorded, refused or undone while its card is still on the screen.
  useEffect(() => {
    if (operation.kind !== 'made') return;
    const { key, state } = operation.gesture;
    const now = gestures.find((each) => each.key === key);
    const undone = gestures.some(({ act }) => act.kind === 'reverse' && act.undoes === key);
    if (!now || undone) set({ kind: 'none' });
    else if (now.state === 'refused' && now.refusal) {
      set({ kind: 'refused', refusal: now.refusal });
      void outbox.dismiss(key);
    } else if (now.state !== state) set({ ...operation, gesture: now });
  }, [operation, gestures, outbox]);

  return { operation, make, clear: useCallback(() => set({ kind: 'none' }), []) };
}
