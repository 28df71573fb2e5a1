import { useEffect, useState } from 'react';
import { same } from '../conflict/merge';

/** A value once it has stopped changing: what is typed is not asked about at every key. */
export function useSettled<T>(value: T, afterMs = 350): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    if (same(settled, value)) return;
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  });
  return settled;
}
