import type { Reason, Segment } from '../../api/campaigns';
import { useTexts } from '../../i18n/LanguageProvider';
import { useFormats } from '../shell/useFormats';
import styles from './Campaigns.module.css';
import { texts } from './texts';

/** How many get the mail, how many do not, and why. */
export function Readers({ segment }: { segment: Segment }) {
  const t = useTexts(texts).readers;
  return (
    <div className={styles.readers}>
      <p className={styles.reached} role="status">
        {segment.reached > 0 ? t.reached(segment.reached) : t.nobody}
        <span className={styles.hint}> {t.of(segment.total)}</span>
      </p>
      {segment.total > segment.reached && (
        <details>
          <summary>{t.others}</summary>
          <Reasons refused={segment.refused} />
        </details>
      )}
    </div>
  );
}

export function Reasons({ refused }: { refused: Partial<Record<Reason, number>> }) {
  const t = useTexts(texts).readers;
  const { number } = useFormats();
  const lines = Object.entries(refused) as [Reason, number][];
  return (
    <ul className={styles.reasons}>
      {lines
        .sort(([, a], [, b]) => b - a)
        .map(([reason, count]) => (
          <li key={reason}>
            <strong>{number(count)}</strong> {t.reasons[reason]}
          </li>
        ))}
    </ul>
  );
}
