import { useState } from 'react';
import type { HolderEntry } from '../../api/types';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Icon, type IconName } from '../../ui/Icon';
import { Sheet } from '../../ui/Sheet';
import styles from './Activity.module.css';
import { laterTexts } from './laterTexts';

const FIRST = 6;

const ICON: Record<HolderEntry['kind'], IconName> = {
  earn: 'stamp',
  redeem: 'gift',
  adjust: 'edit',
  expire: 'clock',
  reverse: 'undo',
  import: 'download',
  transfer: 'arrowRight',
};

export function Activity({ entries }: { entries: readonly HolderEntry[] }) {
  const { language } = useLanguage();
  const t = useTexts(laterTexts);
  const format = formats(language);
  const [all, setAll] = useState(false);
  return (
    <Sheet aria-labelledby="activity-title">
      <h2 id="activity-title" className={styles.title}>
        {t.activity}
      </h2>
      {entries.length === 0 ? (
        <p className={styles.none}>{t.noActivity}</p>
      ) : (
        <ol className={styles.list}>
          {(all ? entries : entries.slice(0, FIRST)).map((entry) => (
            <li
              key={`${entry.occurred_at}/${entry.balance}/${entry.kind}`}
              className={styles.entry}
            >
              <Icon name={ICON[entry.kind]} />
              <span className={styles.what}>
                {entry.reward_name ?? t.kind[entry.kind]}
                <time className={styles.when} dateTime={entry.occurred_at}>
                  {format.ago(entry.occurred_at)}
                </time>
              </span>
              <span className={styles.delta}>{format.signed(entry.delta)}</span>
            </li>
          ))}
        </ol>
      )}
      {!all && entries.length > FIRST && (
        <Button variant="quiet" size="small" icon="chevronDown" onClick={() => setAll(true)}>
          {t.allActivity(entries.length)}
        </Button>
      )}
    </Sheet>
  );
}
