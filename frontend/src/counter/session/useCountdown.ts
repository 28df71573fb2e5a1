import { useEffect, useState } from 'react';
import { ApiProblem } from '../../api/problems';

/** Seconds the service asked to wait for, counting down. */
export function useCountdown(error: unknown): number {
  const asked = error instanceof ApiProblem ? (error.retryAfterSeconds ?? 0) : 0;
  const [left, setLeft] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal starts its own count
  useEffect(() => {
    setLeft(Math.ceil(asked));
    if (asked === 0) return;
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1_000);
    return () => clearInterval(timer);
  }, [error, asked]);
  return left;
}
