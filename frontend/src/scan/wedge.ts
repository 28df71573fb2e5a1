/**
 * A USB or Bluetooth scanner is a keyboard that types very fast and ends with Enter.
 *
 * Most of them believe the keyboard is American. On a French AZERTY computer "https://" then arrives
 * as "httpsM!!", so beside the characters we also keep what the same physical keys mean on an
 * American keyboard, and offer both readings.
 */
export interface WedgeKey {
  key: string;
  code: string;
  shift: boolean;
  at: number;
}

export interface WedgeScan {
  /** As the computer's keyboard layout reads it. */
  text: string;
  /** As the scanner meant it if it types on an American keyboard. */
  american: string;
}

/** Nobody types a whole address with less than this between two keys. */
const MAX_GAP_MS = 60;
const MIN_LENGTH = 8;

const AMERICAN_SYMBOLS: Record<string, readonly [string, string]> = {
  Digit1: ['1', '!'],
  Digit2: ['2', '@'],
  Digit3: ['3', '#'],
  Digit4: ['4', '$'],
  Digit5: ['5', '%'],
  Digit6: ['6', '^'],
  Digit7: ['7', '&'],
  Digit8: ['8', '*'],
  Digit9: ['9', '('],
  Digit0: ['0', ')'],
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
  Backslash: ['\\', '|'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
};

function americanReading({ key, code, shift }: WedgeKey): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shift ? letter : letter.toLowerCase();
  const symbol = AMERICAN_SYMBOLS[code];
  return symbol === undefined ? key : symbol[shift ? 1 : 0];
}

export class WedgeBuffer {
  private text = '';
  private american = '';
  private lastAt = Number.NEGATIVE_INFINITY;

  /** Feed every key press; answers a scan on the Enter that ends one. */
  press(key: WedgeKey): WedgeScan | null {
    const fast = key.at - this.lastAt <= MAX_GAP_MS;
    if (key.key === 'Enter') {
      const scan =
        fast && this.text.length >= MIN_LENGTH
          ? { text: this.text, american: this.american }
          : null;
      this.clear();
      return scan;
    }
    // Shift and the dead keys of a scanner arrive between characters: they neither count nor interrupt.
    if (key.key.length !== 1) return null;
    if (!fast) this.clear();
    this.text += key.key;
    this.american += americanReading(key);
    this.lastAt = key.at;
    return null;
  }

  /** True while the keys arriving are faster than a person's. */
  get length(): number {
    return this.text.length;
  }

  clear(): void {
    this.text = '';
    this.american = '';
    this.lastAt = Number.NEGATIVE_INFINITY;
  }
}
