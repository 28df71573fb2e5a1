import type { ReactNode } from 'react';
import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { money } from '../../i18n/money';
import { useFormats } from '../shell/useFormats';
import { usePurse } from '../shell/usePurse';
import styles from './CustomerPage.module.css';
import { texts } from './texts';

/** How often they come, what they spend, when they were last seen. */
export function Figures({ customer }: { customer: Customer }) {
  const t = useTexts(texts).figures;
  const { ago, dateTime, number } = useFormats();
  const purse = usePurse();
  const { visits, spent, last_visit_at: visit, last_active_at: active } = customer;
  const moment = (at: string | null) =>
    at ? (
      <time dateTime={at} title={dateTime(at)}>
        {ago(at)}
      </time>
    ) : (
      t.never
    );
  return (
    <dl className={styles.figures} aria-label={t.label}>
      <Figure name={visits === 1 ? t.visit : t.visits}>{number(visits)}</Figure>
      {purse && spent > 0 && (
        <Figure name={t.spent}>{money(purse.language, spent, purse.currency)}</Figure>
      )}
      <Figure name={t.lastVisit}>{moment(visit)}</Figure>
      {active !== visit && <Figure name={t.lastActive}>{moment(active)}</Figure>}
    </dl>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
