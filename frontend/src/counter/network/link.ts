import { useSyncExternalStore } from 'react';

/**
 * Whether the service can be reached. `navigator.onLine` only knows about the cable, so the truth is
 * what calls meet: one that got any answer says "up", one that got none says "down".
 */
export type LinkState = 'up' | 'down';

const FIRST_PROBE_MS = 4_000;
const SLOWEST_PROBE_MS = 30_000;

export class Link {
  private current: LinkState = 'up';
  private wait = FIRST_PROBE_MS;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly listeners = new Set<(state: LinkState) => void>();

  /** `probe` asks the service for a sign of life; it fails when there is none. */
  constructor(private readonly probe: () => Promise<unknown>) {}

  get state(): LinkState {
    return this.current;
  }

  subscribe = (listener: (state: LinkState) => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  heard(): void {
    this.wait = FIRST_PROBE_MS;
    this.stopProbing();
    this.become('up');
  }

  lost(): void {
    this.become('down');
    if (this.timer === null) this.probeIn(this.wait);
  }

  /** The cable is back, or the screen was turned on again: ask now instead of waiting. */
  async check(): Promise<void> {
    this.stopProbing();
    try {
      await this.probe();
      this.heard();
    } catch {
      this.wait = Math.min(SLOWEST_PROBE_MS, this.wait * 1.5);
      this.lost();
    }
  }

  private probeIn(milliseconds: number): void {
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.check();
    }, milliseconds);
  }

  private stopProbing(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private become(state: LinkState): void {
    if (this.current === state) return;
    this.current = state;
    for (const listener of this.listeners) listener(state);
  }
}

export function useLink(link: Link): LinkState {
  return useSyncExternalStore(link.subscribe, () => link.state);
}
