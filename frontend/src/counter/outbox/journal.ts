import { useSyncExternalStore } from 'react';
import type { Gesture } from './gesture';
import type { Outbox, QueueState } from './outbox';

export interface Snapshot {
  gestures: readonly Gesture[];
  /** Waiting gestures of other accounts on this device. */
  others: number;
  queue: QueueState;
}

const EMPTY: Snapshot = { gestures: [], others: 0, queue: 'idle' };

/** What the screens see of the outbox, the same in every tab. */
export class Journal {
  private snapshot: Snapshot = EMPTY;
  private readonly listeners = new Set<() => void>();
  private readonly channel =
    typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('carnet-counter-outbox');
  private outbox: Outbox | null = null;
  private asked = 0;
  private shown = 0;

  follow(outbox: Outbox): void {
    this.outbox = outbox;
    if (this.channel) this.channel.onmessage = () => void this.read();
    void this.read();
  }

  changed = (): void => {
    this.channel?.postMessage('changed');
    void this.read();
  };

  private async read(): Promise<void> {
    if (!this.outbox) return;
    this.asked += 1;
    const turn = this.asked;
    const [gestures, others] = await Promise.all([this.outbox.all(), this.outbox.countOthers()]);
    // One that was asked before and answered after knows less: it would take back what is shown.
    if (turn < this.shown) return;
    this.shown = turn;
    this.snapshot = { gestures, others, queue: this.outbox.queueState };
    for (const listener of this.listeners) listener();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  current = (): Snapshot => this.snapshot;
}

export function useJournal(journal: Journal): Snapshot {
  return useSyncExternalStore(journal.subscribe, journal.current);
}
