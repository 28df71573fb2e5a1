import { useEffect, useState } from 'react';

export type Later = typeof import('./later');

/** Fetched after the card is drawn, and before it is asked for: there may be no network then. */
export function useLater(): Later | null {
  const [later, setLater] = useState<Later | null>(null);
  useEffect(() => {
    import('./later').then(
      (loaded) => {
        setLater(loaded);
        void loaded.keepForOffline();
      },
      () => setLater(null),
    );
  }, []);
  return later;
}
