import { useEffect, useRef } from 'react';

interface Actions {
  search: () => void;
  help: () => void;
}

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'>;

/** Which shortcut a key press is. Single keys are silent while one types or a dialog is open. */
export function shortcutOf(key: Key, typing: boolean, dialogOpen: boolean): keyof Actions | null {
  if (dialogOpen || key.isComposing) return null;
  const command = key.ctrlKey || key.metaKey;
  if (command && !key.altKey && key.key.toLowerCase() === 'k') return 'search';
  if (command || key.altKey || typing) return null;
  if (key.key === '/') return 'search';
  return key.key === '?' ? 'help' : null;
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('textarea, select')) return true;
  return target.matches('input:not([type=checkbox], [type=radio], [type=range], [type=color])');
}

export function useShortcuts(actions: Actions): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const dialogOpen = document.querySelector('dialog[open]') !== null;
      const name = shortcutOf(event, isTyping(event.target), dialogOpen);
      if (!name) return;
      event.preventDefault();
      latest.current[name]();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
