import { useEffect, useRef } from 'react';

export type Shortcut = 'search' | 'help' | 'new' | { go: string };
type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'>;

interface Where {
  typing: boolean;
  dialogOpen: boolean;
  /** Keys without Ctrl were switched off here: dictation and some keyboards press them by accident. */
  silent: boolean;
}

/** After `g` one may think for so long. */
const PAUSE = 1_500;
const SINGLE: Record<string, Shortcut> = { '/': 'search', '?': 'help', n: 'new' };

/** Which shortcut the keys pressed are. Single keys are silent while one types or a dialog is open. */
export class Keys {
  private goingSince = Number.NEGATIVE_INFINITY;

  press(key: Key, { typing, dialogOpen, silent }: Where, now: number): Shortcut | null {
    const going = now - this.goingSince < PAUSE;
    this.goingSince = Number.NEGATIVE_INFINITY;
    if (dialogOpen || key.isComposing) return null;
    const command = key.ctrlKey || key.metaKey;
    if (command && !key.altKey && key.key.toLowerCase() === 'k') return 'search';
    if (command || key.altKey || typing || silent) return null;
    if (going) return /^[a-z]$/.test(key.key) ? { go: key.key } : null;
    if (key.key === 'g') this.goingSince = now;
    return SINGLE[key.key] ?? null;
  }
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('textarea, select')) return true;
  return target.matches('input:not([type=checkbox], [type=radio], [type=range], [type=color])');
}

const SILENT = 'carnet.single_keys';

export function singleKeysSilent(): boolean {
  try {
    return localStorage.getItem(SILENT) === 'off';
  } catch {
    return false;
  }
}

export function silenceSingleKeys(silent: boolean): void {
  try {
    if (silent) localStorage.setItem(SILENT, 'off');
    else localStorage.removeItem(SILENT);
  } catch {
    // Storage is refused: they stay as they are.
  }
}

export function useShortcuts(run: (shortcut: Shortcut) => void): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const keys = new Keys();
    const onKey = (event: KeyboardEvent) => {
      const dialogOpen = document.querySelector('dialog[open]') !== null;
      const where = { typing: isTyping(event.target), dialogOpen, silent: singleKeysSilent() };
      const shortcut = keys.press(event, where, event.timeStamp);
      if (!shortcut) return;
      event.preventDefault();
      latest.current(shortcut);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
