import { contrast as ratioOf } from '../../ui/colour';

/** The API refuses a card below 4.5 (LOW_CONTRAST); the designer says so while one is choosing. */
export const READABLE = 4.5;

/** The form the API takes (`#rrggbb`), or null while the merchant is still typing. */
export function normalizeHex(value: string): string | null {
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(value.trim())?.[1]?.toLowerCase();
  if (!digits) return null;
  return `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}`;
}

/** 1 (same colour) to 21 (black on white); null when either is not a colour. */
export function contrast(first: string, second: string): number | null {
  const a = normalizeHex(first);
  const b = normalizeHex(second);
  return a && b ? ratioOf(a, b) : null;
}

export function isReadable(foreground: string, background: string): boolean {
  const ratio = contrast(foreground, background);
  return ratio !== null && ratio >= READABLE;
}

/** Rounded down, so that 4.49 is never shown as a passing 4.5. */
export function shownRatio(ratio: number): number {
  return Math.floor(ratio * 10) / 10;
}

function mix(from: string, pole: 0 | 255, share: number): string {
  const value = Number.parseInt(from.slice(1), 16);
  const channels = [value >> 16, (value >> 8) & 255, value & 255].map((channel) =>
    Math.round(channel + (pole - channel) * share)
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${channels.join('')}`;
}

/**
 * The nearest readable shade of the wanted text colour: moved towards white or black, whichever needs
 * the smaller step. One of both always gets there, because black or white does on any background.
 */
export function readableForeground(wanted: string, background: string): string | null {
  const from = normalizeHex(wanted);
  if (!from || !normalizeHex(background)) return null;
  if (isReadable(from, background)) return from;
  for (let step = 1; step <= 20; step += 1) {
    for (const pole of [255, 0] as const) {
      const shade = mix(from, pole, step / 20);
      if (isReadable(shade, background)) return shade;
    }
  }
  return null;
}
