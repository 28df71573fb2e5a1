import type { RetentionRule } from '../../api/retention';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Table } from '../../ui/Table';
import { periodText } from './periods';
import styles from './Retention.module.css';
import { texts } from './texts';

/** Periods that nobody chooses here, each with where it comes from. */
export function FixedRules({ rules }: { rules: readonly RetentionRule[] }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  return (
    <section className={styles.stack} aria-labelledby="fixed">
      <h2 id="fixed">{t.fixed.title}</h2>
      <Table
        caption={t.fixed.title}
        rows={rules}
        rowKey={({ name }) => name}
        columns={[
          {
            key: 'what',
            header: t.fixed.what,
            cell: ({ name }) => {
              const [title, about] = t.names[name] ?? [name, ''];
              return (
                <>
                  {title}
                  <span className={styles.detail}>{about}</span>
                </>
              );
            },
          },
          {
            key: 'period',
            header: t.fixed.period,
            cell: ({ anchor, effective, year_end: yearEnd }) =>
              anchor === 'own_date' ? (
                t.ownDate
              ) : (
                <>
                  {periodText(effective.period, language)}
                  <span className={styles.detail}>
                    {t.anchors[anchor]}
                    {yearEnd && `, ${t.yearEnd}`}
                  </span>
                </>
              ),
          },
          {
            key: 'source',
            header: t.fixed.source,
            secondary: true,
            // Law is quoted in its own language.
            cell: ({ effective }) => (
              <span lang="fr" className={styles.hint}>
                {effective.source}
              </span>
            ),
          },
        ]}
      />
    </section>
  );
}
