import { describe, expect, it } from 'vitest';
import { FRAMES, leastZoom, MOST_ZOOM, moved, shown, start, within } from './crop';

const wide = { width: 2000, height: 1000 };
const { photo, logo, background } = FRAMES;

describe('cropping', () => {
  it('fills a photo’s frame from the middle', () => {
    expect(shown(wide, photo, start(wide, photo))).toEqual({
      left: 500,
      top: 0,
      width: 1000,
      height: 1000,
    });
  });

  it('begins with the whole of a logo, white above and below', () => {
    expect(leastZoom(wide, logo)).toBe(0.5);
    expect(shown(wide, logo, start(wide, logo))).toEqual({
      left: 0,
      top: -500,
      width: 2000,
      height: 2000,
    });
  });

  it('never leaves the picture, however far it is moved', () => {
    for (const [right, down] of [
      [9, 9],
      [-9, -9],
      [0.2, -3],
    ] as const) {
      const view = moved(wide, background, { x: 1000, y: 500, zoom: 2 }, right, down);
      const seen = shown(wide, background, view);
      expect(seen.left).toBeGreaterThanOrEqual(0);
      expect(seen.top).toBeGreaterThanOrEqual(0);
      expect(seen.left + seen.width).toBeLessThanOrEqual(2000);
      expect(seen.top + seen.height).toBeLessThanOrEqual(1000);
    }
  });

  it('zooms between filling the frame and five times', () => {
    expect(within(wide, photo, { x: 0, y: 0, zoom: 0.1 }).zoom).toBe(1);
    expect(within(wide, photo, { x: 0, y: 0, zoom: 50 }).zoom).toBe(MOST_ZOOM);
    expect(within(wide, photo, { x: 0, y: 0, zoom: 1 })).toEqual({ x: 500, y: 500, zoom: 1 });
  });
});
