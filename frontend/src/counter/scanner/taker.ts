import { useEffect, useRef } from 'react';

/** `typed`: what the scanner's keys have left in the field that had the focus. */
type Taker = (card: string, typed: string) => boolean;

let taker: Taker | null = null;

/** A form that has a use for a card that is scanned while it is filled in. */
export function useScannedCard(take: Taker): void {
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const own: Taker = (card, typed) => latest.current(card, typed);
    taker = own;
    return () => {
      if (taker === own) taker = null;
    };
  }, []);
}

/** Whether the form on the screen has taken it. */
export function offerScan(card: string, typed: string): boolean {
  return taker?.(card, typed) ?? false;
}
