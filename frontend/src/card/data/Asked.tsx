import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Sheet } from '../../ui/Sheet';
import type { MyData } from './api';
import styles from './DataScreen.module.css';
import { texts } from './texts';

/** Requests made, here or otherwise, and where each stands. */
export function Asked({ requests }: { requests: MyData['requests'] }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { date } = formats(language);
  if (requests.length === 0) return null;
  return (
    <Sheet className={styles.part} aria-labelledby="asked-title">
      <h2 id="asked-title" className={styles.heading}>
        {t.asked}
      </h2>
      <ul className={styles.list}>
        {requests.map((each) => (
          <li key={`${each.kind} ${each.received_at}`}>
            <p>
              <strong>{t.kinds[each.kind]}</strong>, {date(each.received_at)}
            </p>
            <p className={styles.small}>
              {each.closed_at
                ? t.closedOn[each.state === 'refused' ? 'refused' : 'answered'](
                    date(each.closed_at),
                  )
                : t.openUntil(date(each.due_on))}
            </p>
            {each.waits_for && <p className={styles.small}>{t.waits[each.waits_for]}</p>}
            {each.extension_reason && !each.closed_at && (
              <p className={styles.small}>{t.extended(each.extension_reason)}</p>
            )}
            {each.answer && <p className={styles.answer}>{each.answer}</p>}
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
