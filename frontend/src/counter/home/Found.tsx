import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { NetworkProblem } from '../../api/problems';
import type { Card, Page } from '../../api/types';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { problemText } from '../../i18n/problemText';
import { formatNumber, typedCard } from '../../scan/content';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Skeleton } from '../../ui/Skeleton';
import { useMay } from '../counter';
import { go, type Prefill } from '../navigation';
import { texts } from '../texts';
import styles from './Finder.module.css';
import { People } from './People';
import { peopleQuery } from './queries';
import { CardRow, rowOfCard } from './rows';

export const openCard = (card: string) => go({ screen: 'card', card, from: 'home' });

export function Found({
  q,
  search,
  offline,
}: {
  q: string;
  search: UseQueryResult<Page<Card>>;
  offline: boolean;
}) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const number = typedCard(q);
  if (offline || search.error instanceof NetworkProblem) {
    return (
      <div className={styles.stack}>
        <Banner tone="info" icon="offline" role="status">
          {t.find.offline}
        </Banner>
        {number && (
          <Button variant="secondary" icon="card" wide onClick={() => openCard(number)}>
            {t.find.openNumber(formatNumber(number))}
          </Button>
        )}
      </div>
    );
  }
  if (search.error) {
    return (
      <Banner
        tone="danger"
        role="alert"
        action={
          <Button variant="secondary" onClick={() => search.refetch()}>
            {t.retry}
          </Button>
        }
      >
        {problemText(search.error, language)}
      </Banner>
    );
  }
  if (!search.data) return <Skeleton label={t.loading} lines={4} height="3rem" />;
  const { items, next_cursor } = search.data;
  if (items.length === 0) return search.isPlaceholderData ? null : <Nobody q={q} />;
  return (
    <section aria-label={t.find.results(items.length)} aria-busy={search.isPlaceholderData}>
      <p className={styles.heading} role="status">
        {t.find.results(items.length)}
      </p>
      <ul className={styles.rows}>
        {items.map((card) => (
          <CardRow key={card.id} row={rowOfCard(card)} />
        ))}
      </ul>
      {next_cursor && <p className={styles.hint}>{t.find.more}</p>}
    </section>
  );
}

function Nobody({ q }: { q: string }) {
  const t = useTexts(texts);
  const mayEnrol = useMay('cards:write');
  const people = useQuery(peopleQuery(q));
  const without = people.data?.items ?? [];
  if (people.isLoading) return <Skeleton label={t.loading} />;
  return (
    <div className={styles.stack}>
      {without.length > 0 ? (
        <People people={without} mayEnrol={mayEnrol} />
      ) : (
        <EmptyState
          icon="search"
          title={t.find.noneTitle(q)}
          action={
            mayEnrol && (
              <Button icon="plus" onClick={() => go({ screen: 'enrol', prefill: prefillOf(q) })}>
                {t.find.createPlain}
              </Button>
            )
          }
        >
          <p role="status">{t.find.none}</p>
        </EmptyState>
      )}
    </div>
  );
}

/** What was searched in vain is likely what the new card will be made with. */
function prefillOf(q: string): Prefill {
  if (q.includes('@')) return { email: q };
  if (/^[+\d][\d\s.()-]{5,}$/.test(q)) return { phone: q };
  return /\d/.test(q) ? {} : { firstName: q };
}
