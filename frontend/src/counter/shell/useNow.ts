import { useEffect, useState } from 'react';
import { serverNow } from '../../api/serverClock';

/** The service's time, read again every `everyMs`; stands still when null. */
export function useNow(everyMs: number | null): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    if (everyMs === null) return;
    setNow(serverNow());
    const timer = setInterval(() => setNow(serverNow()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
