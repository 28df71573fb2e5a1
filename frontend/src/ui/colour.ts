/** Arithmetic on the merchant's colours; formulas of WCAG 2.2. Colours are `#rrggbb`. */

function channels(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function luminance(hex: string): number {
  const [r, g, b] = channels(hex).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** From 1 (same) to 21 (black on white). Text needs 4.5, a graphic 3. */
export function contrast(one: string, other: string): number {
  const a = luminance(one);
  const b = luminance(other);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** The candidate that is easiest to see on this background. */
export function mostReadable(background: string, candidates: readonly string[]): string {
  return [...candidates].sort((a, b) => contrast(b, background) - contrast(a, background))[0] ?? '';
}

const LEAST = 4.5;
/** Below that a picture is no ground for text, whatever its colours. */
const THINNEST = 30;

/** How many percent of the ground have to lie over any picture for ink to be read; as the API has it. */
export function veil(ground: string, ink: string): number {
  let part = THINNEST;
  const readable = (pixel: number) => contrast(over(pixel, ground, part), ink) >= LEAST;
  while (part < 100 && !(readable(0) && readable(255))) part++;
  return part;
}

function over(pixel: number, ground: string, part: number): string {
  const mixed = channels(ground).map((channel) =>
    Math.floor((channel * part + pixel * (100 - part)) / 100)
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${mixed.join('')}`;
}

export function isColour(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text);
}
