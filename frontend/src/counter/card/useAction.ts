import { useState } from 'react';
import { useCounter } from '../counter';

export interface Action<Result> {
  busy: boolean;
  error: unknown;
  result: Result | null;
  run: () => Promise<void>;
}

/** Something done once and online, with its progress and its error; the card is read again after. */
export function useAction<Result>(act: () => Promise<Result>): Action<Result> {
  const { queries } = useCounter();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [result, setResult] = useState<Result | null>(null);
  const run = async () => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      setResult(await act());
      void queries.invalidateQueries();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, result, run };
}
