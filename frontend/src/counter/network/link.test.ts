import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Link } from './link';

let alive: boolean;
let probes: number;
let link: Link;

beforeEach(() => {
  vi.useFakeTimers();
  alive = true;
  probes = 0;
  link = new Link(async () => {
    probes += 1;
    if (!alive) throw new Error('no answer');
  });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the link to the service', () => {
  it('is believed to be up, and does not ask for nothing', async () => {
    await vi.advanceTimersByTimeAsync(120_000);
    expect([link.state, probes]).toEqual(['up', 0]);
  });

  it('goes down with a call nobody answers, and tells once', () => {
    const told: string[] = [];
    link.subscribe((state) => told.push(state));
    link.lost();
    link.lost();
    expect(told).toEqual(['down']);
  });

  it('asks again by itself until somebody answers', async () => {
    alive = false;
    link.lost();
    await vi.advanceTimersByTimeAsync(4_000);
    expect([link.state, probes]).toEqual(['down', 1]);
    alive = true;
    await vi.advanceTimersByTimeAsync(6_000);
    expect([link.state, probes]).toEqual(['up', 2]);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(probes).toBe(2);
  });

  it('comes up with any answer to any call', () => {
    link.lost();
    link.heard();
    expect(link.state).toBe('up');
  });

  it('can be checked at once', async () => {
    link.lost();
    await link.check();
    expect(link.state).toBe('up');
  });
});
