import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useSettled } from '../shell/settled';

/**
 * A field whose text is in the address once typing pauses, and follows the address where somebody
 * else changed it: back and forward, a filter that is taken away. The address comes after the
 * typing: what we asked for ourselves does not undo the letters that were typed meanwhile.
 */
export function useTyped(
  inAddress: string | undefined,
  onSettled: (text: string | undefined) => unknown,
  restMs: number,
): readonly [string, (text: string) => void] {
  const [typed, setTyped] = useState(inAddress ?? '');
  const settled = useSettled(typed.trim(), restMs);
  /** Not in the address yet, oldest first. */
  const asked = useRef<string[]>([]);
  const latest = useRef({ inAddress, onSettled });
  latest.current = { inAddress, onSettled };
  useEffect(() => {
    if (settled === (asked.current.at(-1) ?? latest.current.inAddress ?? '')) return;
    asked.current.push(settled);
    latest.current.onSettled(settled || undefined);
  }, [settled]);
  useLayoutEffect(() => {
    const text = inAddress ?? '';
    const ours = asked.current.lastIndexOf(text);
    asked.current = ours < 0 ? [] : asked.current.slice(ours + 1);
    if (ours < 0) setTyped((typed) => (typed.trim() === text ? typed : text));
  }, [inAddress]);
  return [typed, setTyped];
}
