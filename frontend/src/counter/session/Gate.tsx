import { type ReactNode, Suspense } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Skeleton } from '../../ui/Skeleton';
import { useCounter } from '../counter';
import { Entrance } from '../lazily';
import { texts } from '../texts';
import { Leaf } from './Leaf';
import { ownerKey, useSession } from './session';

/** Lets nobody in without knowing who it is and for which shop. */
export function Gate({ children }: { children: ReactNode }) {
  const t = useTexts(texts);
  const { session } = useCounter();
  const state = useSession(session);
  switch (state.kind) {
    case 'starting':
      return (
        <Leaf>
          <Skeleton label={t.loading} />
        </Leaf>
      );
    case 'unreachable':
      return (
        <Leaf>
          <EmptyState
            icon="offline"
            title={t.signIn.unreachableTitle}
            action={<Button onClick={() => session.refresh()}>{t.retry}</Button>}
          >
            {t.signIn.unreachable}
          </EmptyState>
        </Leaf>
      );
    case 'signed-out':
    case 'choosing':
      return (
        <Suspense fallback={null}>
          <Entrance me={state.kind === 'choosing' ? state.me : null} />
        </Suspense>
      );
    case 'ready':
      return <div key={ownerKey(state.identity)}>{children}</div>;
  }
}
