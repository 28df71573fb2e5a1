import { useEffect, useRef, useState } from 'react';

const RETURN_AFTER_MS = 3_500;

/**
 * Goes back to work by itself once nobody touches the screen any more. The first touch or key stops
 * it for good: whoever is reading is not to be hurried.
 */
export function useReturn(active: boolean, leave: () => void): boolean {
  const [stopped, setStopped] = useState(false);
  const go = useRef(leave);
  go.current = leave;
  const running = active && !stopped;
  useEffect(() => {
    if (!active) setStopped(false);
  }, [active]);
  useEffect(() => {
    if (!running) return;
    const stop = () => setStopped(true);
    const timer = setTimeout(() => go.current(), RETURN_AFTER_MS);
    window.addEventListener('pointerdown', stop);
    window.addEventListener('keydown', stop);
    window.addEventListener('wheel', stop, { passive: true });
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pointerdown', stop);
      window.removeEventListener('keydown', stop);
      window.removeEventListener('wheel', stop);
    };
  }, [running]);
  return running;
}
