import { useEffect, useState } from 'react';
import { serverNow } from '../../api/serverClock';

/** `9:05`, or null when the time is over. */
export function timeLeft(until: string, now: number): string | null {
  const seconds = Math.ceil((Date.parse(until) - now) / 1_000);
  if (seconds <= 0) return null;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Counts down by the service's clock: a device's own may be wrong. */
export function useTimeLeft(until: string): string | null {
  const [left, setLeft] = useState(() => timeLeft(until, serverNow()));
  useEffect(() => {
    const draw = () => setLeft(timeLeft(until, serverNow()));
    draw();
    const timer = setInterval(draw, 1_000);
    return () => clearInterval(timer);
  }, [until]);
  return left;
}
