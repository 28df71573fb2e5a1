import { useEffect } from 'react';
import { isProblem } from '../../api/problems';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { problemText } from '../../i18n/problemText';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Skeleton } from '../../ui/Skeleton';
import { back, replace } from '../navigation';
import { Heading } from '../shell/Heading';
import { CardView } from './CardView';
import { texts } from './texts';
import { UnknownCard } from './UnknownCard';
import { useCard } from './useCard';

/** A card that was merged leads to the one that stands for it now. */
function Merged({ into, from }: { into: string; from: 'home' | 'scan' }) {
  useEffect(() => replace({ screen: 'card', card: into, from }), [into, from]);
  return <Skeleton label="" lines={5} height="2.5rem" />;
}

export function CardScreen({ reference, from }: { reference: string; from: 'home' | 'scan' }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const state = useCard(reference);
  switch (state.kind) {
    case 'card':
      if (state.card.merged_into) return <Merged into={state.card.merged_into} from={from} />;
      return (
        <CardView
          card={state.card}
          asOf={state.asOf}
          from={from}
          followed={![state.card.id, state.card.code, state.card.number].includes(reference)}
        />
      );
    case 'unknown':
      return <UnknownCard reference={reference} from={from} />;
    case 'loading':
      return (
        <>
          <Heading back={{ label: t.home, go: back }}>{t.unknownTitle}</Heading>
          <Skeleton label={t.unknownTitle} lines={5} height="2.5rem" />
        </>
      );
    case 'failed': {
      const replaced = isProblem(state.error, 'CARD_REPLACED');
      const missing = replaced || isProblem(state.error, 'CARD_NOT_FOUND', 'NOT_FOUND');
      const title = replaced ? t.replacedTitle : missing ? t.notFoundTitle : t.loadFailed;
      return (
        <>
          <Heading back={{ label: t.home, go: back }}>{t.card}</Heading>
          <EmptyState
            icon={missing ? 'search' : 'warning'}
            title={title}
            action={
              missing ? (
                <Button icon="scan" onClick={() => replace({ screen: 'scan' })}>
                  {t.scanAgain}
                </Button>
              ) : (
                <Button icon="refresh" onClick={state.retry}>
                  {t.retry}
                </Button>
              )
            }
          >
            <p role="alert">
              {missing && !replaced ? t.notFound : problemText(state.error, language)}
            </p>
          </EmptyState>
        </>
      );
    }
  }
}
