import decodeQR from 'qr/decode.js';
import { describe, expect, it } from 'vitest';
import { qrContent } from '../address';
import { qrPath } from './Qr';

const SCALE = 4;

/** The path as the screen would show it, black on white. */
function paint({ path, size }: { path: string; size: number }) {
  const side = size * SCALE;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let dy = 0; dy < SCALE; dy++) {
      for (let dx = 0; dx < Number(width) * SCALE; dx++) {
        const at = ((Number(y) * SCALE + dy) * side + Number(x) * SCALE + dx) * 4;
        data.fill(0, at, at + 3);
      }
    }
  }
  return { width: side, height: side, data };
}

describe('the QR code', () => {
  it('reads back as what the counter expects, whatever the length of the slug', () => {
    for (const slug of ['levain', 'la-tres-longue-boulangerie-du-coin-de-la-rue']) {
      const content = qrContent('https://carnet.example', slug, '7K3M9QXPT2VZ4D6H8JACBE5FGN');
      expect(decodeQR(paint(qrPath(content)))).toBe(content);
    }
  });

  it('keeps the quiet zone that scanners need', () => {
    const { path, size } = qrPath('https://carnet.example/s/levain#CODE');
    for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
      expect(Number(x)).toBeGreaterThanOrEqual(4);
      expect(Number(y)).toBeGreaterThanOrEqual(4);
      expect(Number(x) + Number(width)).toBeLessThanOrEqual(size - 4);
    }
  });
});
