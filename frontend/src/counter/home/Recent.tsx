import { useQuery } from '@tanstack/react-query';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { problemText } from '../../i18n/problemText';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Skeleton } from '../../ui/Skeleton';
import { useCounter } from '../counter';
import { useLink } from '../network/link';
import { texts } from '../texts';
import styles from './Finder.module.css';
import { recentQuery } from './queries';
import { CardRow, rowOfRecent } from './rows';

export function Recent() {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const offline = useLink(useCounter().link) === 'down';
  const recent = useQuery(recentQuery);
  if (recent.isPending) return <Skeleton label={t.loading} lines={5} height="3.25rem" />;
  if (!recent.data) {
    if (offline) return <p className={styles.heading}>{t.find.offline}</p>;
    return (
      <Banner
        tone="danger"
        action={
          <Button variant="secondary" onClick={() => recent.refetch()}>
            {t.retry}
          </Button>
        }
      >
        {problemText(recent.error, language)}
      </Banner>
    );
  }
  const rows = recent.data.map(rowOfRecent);
  if (rows.length === 0) {
    return (
      <EmptyState icon="users" title={t.find.emptyTitle}>
        {t.find.empty}
      </EmptyState>
    );
  }
  return (
    <section aria-labelledby="recent-customers">
      <h2 id="recent-customers" className={styles.heading}>
        {t.find.recent}
      </h2>
      <ul className={styles.rows}>
        {rows.map((row) => (
          <CardRow key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
}
