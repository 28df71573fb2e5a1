import { Link } from '@tanstack/react-router';
import type { Overview } from '../../api/types';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { unitsIn } from '../../i18n/units';
import { cardNumber } from '../../ui/cardNumber';
import { Icon, type IconName } from '../../ui/Icon';
import { useFormats } from '../shell/useFormats';
import styles from './Recent.module.css';
import { texts } from './texts';

type Line = Overview['recent'][number];

const ICON: Record<Line['kind'], IconName> = {
  earn: 'stamp',
  redeem: 'gift',
  adjust: 'edit',
  expire: 'clock',
  reverse: 'undo',
  import: 'download',
  transfer: 'arrowRight',
};

/** As tall as the chart beside it. */
const SHOWN = 8;

export function Recent({ entries }: { entries: readonly Line[] }) {
  const t = useTexts(texts).recent;
  const { language } = useLanguage();
  const { ago, dateTime, signed } = useFormats();
  if (entries.length === 0) return <p className={styles.empty}>{t.empty}</p>;
  return (
    <ol className={styles.list}>
      {entries.slice(0, SHOWN).map((entry) => (
        <li key={entry.id} className={styles.line}>
          <span className={styles.icon}>
            <Icon name={ICON[entry.kind]} size={18} />
          </span>
          <div className={styles.words}>
            <p>
              {entry.customer_id ? (
                <Link
                  to="/customers/$customerId"
                  params={{ customerId: entry.customer_id }}
                  search={{ card: entry.card_id }}
                >
                  {entry.customer_first_name ?? t.anonymous(cardNumber(entry.card_number))}
                </Link>
              ) : (
                t.anonymous(cardNumber(entry.card_number))
              )}
            </p>
            <p className={styles.what}>{what(entry)}</p>
          </div>
          <time
            className={styles.end}
            dateTime={entry.occurred_at}
            title={dateTime(entry.occurred_at)}
          >
            {ago(entry.occurred_at)}
          </time>
        </li>
      ))}
    </ol>
  );

  function what(entry: Line): string {
    if (entry.kind === 'earn') return unitsIn(language, entry.program)(entry.delta);
    if (entry.kind === 'redeem') return entry.reward?.name ?? t.reward;
    return `${t[entry.kind]} ${signed(entry.delta)}`;
  }
}
