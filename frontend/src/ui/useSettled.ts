import { useEffect, useState } from 'react';

/** A value (of JSON) once it has stopped changing: what is typed is not asked about at every key. */
export function useSettled<T>(value: T, afterMs = 350): T {
  const [settled, setSettled] = useState(value);
  const [now, before] = [JSON.stringify(value), JSON.stringify(settled)];
  // biome-ignore lint/correctness/useExhaustiveDependencies: equal values are one value
  useEffect(() => {
    if (now === before) return;
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  }, [now, before, afterMs]);
  return settled;
}
