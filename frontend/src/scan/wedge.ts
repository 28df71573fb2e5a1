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

/** A person's fastest keys are further apart; a scanner's are not, unless the computer is busy. */
const FAST_MS = 60;
const LONGEST_PAUSE_MS = 1_000;
const MIN_LENGTH = 8;
/** Whatever the pace: nobody types a whole address and means something else by Enter. */
const ADDRESS = /^https?:\/\/[^/]+\/(s|c|join)\/./i;

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
  private slowest = 0;

  /** Feed every key press; answers a scan on the Enter that ends one. */
  press(key: WedgeKey): WedgeScan | null {
    const pause = key.at - this.lastAt;
    if (key.key === 'Enter') {
      const { text, american } = this;
      const fast = Math.max(this.slowest, pause) <= FAST_MS && text.length >= MIN_LENGTH;
      const address = ADDRESS.test(text) || ADDRESS.test(american);
      this.clear();
      return fast || (address && pause <= LONGEST_PAUSE_MS) ? { text, american } : null;
    }
    // Shift and the dead keys of a scanner arrive between characters: they neither count nor interrupt.
    if (key.key.length !== 1) return null;
    if (pause > LONGEST_PAUSE_MS) this.clear();
    else this.slowest = Math.max(this.slowest, pause);
    this.text += key.key;
    this.american += americanReading(key);
    this.lastAt = key.at;
    return null;
  }

  private clear(): void {
    this.text = '';
    this.american = '';
    this.lastAt = Number.NEGATIVE_INFINITY;
    this.slowest = 0;
  }
}
