import { useSyncExternalStore } from 'react';

const NARROW = '(max-width: 40rem)';

function follow(told: () => void) {
  const query = matchMedia(NARROW);
  query.addEventListener('change', told);
  return () => query.removeEventListener('change', told);
}

/** A drawing has its letters in it: on a phone it is drawn smaller, not shrunk. */
export const useNarrow = () => useSyncExternalStore(follow, () => matchMedia(NARROW).matches);
