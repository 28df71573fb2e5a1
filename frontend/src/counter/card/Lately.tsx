import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listEntries } from '../../api/cards';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { actionTexts } from './actionTexts';
import styles from './Lately.module.css';
import { saleTexts } from './saleTexts';
import type { ShownCard } from './standing';

const SHOWN = 6;

/** The last few entries, where there is room for them: a phone has them one tap away. */
export function Lately({ card, offline }: { card: ShownCard; offline: boolean }) {
  const t = useTexts(saleTexts);
  const { kinds } = useTexts(actionTexts);
  const format = formats(useLanguage().language);
  const [roomy] = useState(() => matchMedia('(min-width: 68rem)').matches);
  const { data } = useQuery({
    queryKey: ['entries', card.id, 'lately'],
    queryFn: () => listEntries(card.id, { limit: SHOWN }),
    enabled: roomy && !offline,
    gcTime: 60_000,
  });
  if (!roomy || !data?.items.length) return null;
  return (
    <section className={styles.lately} aria-labelledby="lately">
      <h2 id="lately" className={styles.title}>
        {t.lately}
      </h2>
      <ul className={styles.list}>
        {data.items.map((entry) => (
          <li key={entry.id} data-reversed={entry.reversed || undefined}>
            <span>{entry.reward?.name ?? kinds[entry.kind]}</span>
            <time dateTime={entry.occurred_at}>{format.dateTime(entry.occurred_at)}</time>
            <strong>{format.signed(entry.delta)}</strong>
          </li>
        ))}
      </ul>
    </section>
  );
}
