import { useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import type { DataApi, MyData, Purpose } from './api';
import styles from './DataScreen.module.css';
import type { Doing } from './Opened';
import { texts } from './texts';

/** Consents given, each of which stops by one press. */
export function News({ api, data, doing }: { api: DataApi; data: MyData; doing: Doing }) {
  const t = useTexts(texts);
  const [busy, setBusy] = useState<Purpose | null>(null);
  const given = (Object.keys(t.purposes) as Purpose[]).filter(
    (purpose) => data.customer.consents[purpose],
  );
  if (given.length === 0) return null;
  const stop = async (purpose: Purpose) => {
    setBusy(purpose);
    await doing(t.stopped, () => api.stop(purpose));
    setBusy(null);
  };
  return (
    <Sheet className={styles.part} aria-labelledby="news-title">
      <h2 id="news-title" className={styles.heading}>
        {t.news}
      </h2>
      <ul className={styles.list}>
        {given.map((purpose) => (
          <li key={purpose} className={styles.row}>
            <span>{t.purposes[purpose]}</span>
            <Button
              variant="secondary"
              size="small"
              busy={busy === purpose}
              aria-label={`${t.stop} (${t.purposes[purpose]})`}
              onClick={() => stop(purpose)}
            >
              {t.stop}
            </Button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
