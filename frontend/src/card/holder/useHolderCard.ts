import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiProblem } from '../../api/problems';
import { getHolderCard } from '../../api/public';
import type { HolderCard } from '../../api/types';
import { cardPath } from '../address';
import { takeAhead } from '../ahead';
import { forget, lastSeen, rememberPage, rememberSeen } from '../remembered';

const EVERY_MS = 20_000;

export interface HolderCardView {
  card: HolderCard | null;
  /** When the card shown was read. */
  at: string | null;
  /** Why it could not be read again; the card shown is then the last known one. */
  problem: unknown;
  /** The link opens nothing (any more). */
  lost: boolean;
  /** Units added while the page was open. */
  gained: number;
  refresh: () => void;
}

/** Reads the card at once, on every return to the page, and every 20 s while it is looked at. */
export function useHolderCard(slug: string, token: string): HolderCardView {
  const page = cardPath(slug, token);
  const [seen, setSeen] = useState(() => lastSeen(page));
  const [problem, setProblem] = useState<unknown>(null);
  const [lost, setLost] = useState(false);
  const [gained, setGained] = useState(0);
  const balance = useRef<number | null>(null);
  const reading = useRef(false);

  const refresh = useCallback(async () => {
    if (reading.current) return;
    reading.current = true;
    try {
      const card = await takeAhead(() => getHolderCard(slug, token));
      const next = { card, at: new Date().toISOString() };
      const before = balance.current;
      if (before !== null && before !== card.balance) setGained(Math.max(0, card.balance - before));
      balance.current = card.balance;
      setSeen(next);
      setProblem(null);
      setLost(false);
      rememberSeen(page, next);
      if (card.status === 'active') rememberPage(slug, page);
      else forget(slug, page);
    } catch (error) {
      // This link is not valid, or not any more (410: its card was replaced); all else may pass.
      if (error instanceof ApiProblem && [401, 404, 410].includes(error.status)) {
        forget(slug, page);
        setSeen(null);
        setLost(true);
      }
      setProblem(error);
    } finally {
      reading.current = false;
    }
  }, [slug, token, page]);

  useEffect(() => {
    const refreshIfLookedAt = () => {
      if (document.visibilityState === 'visible') void refresh();
    };
    void refresh();
    const timer = setInterval(refreshIfLookedAt, EVERY_MS);
    document.addEventListener('visibilitychange', refreshIfLookedAt);
    addEventListener('focus', refreshIfLookedAt);
    addEventListener('online', refreshIfLookedAt);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', refreshIfLookedAt);
      removeEventListener('focus', refreshIfLookedAt);
      removeEventListener('online', refreshIfLookedAt);
    };
  }, [refresh]);

  return { card: seen?.card ?? null, at: seen?.at ?? null, problem, lost, gained, refresh };
}
