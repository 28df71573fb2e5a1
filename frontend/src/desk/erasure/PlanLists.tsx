import type { TablePlan } from '../../api/erasures';
import { useTexts } from '../../i18n/LanguageProvider';
import styles from './Erasure.module.css';
import { texts } from './texts';

/** One list for what goes, one for what stays without the person, one for what does not change. */
export function PlanLists({ tables }: { tables: readonly TablePlan[] }) {
  const t = useTexts(texts).dialog;
  // What the plan names last is the person's own record: nobody looks for it at the end.
  const of = (action: TablePlan['action']) =>
    tables.filter((one) => one.action === action).reverse();
  return (
    <>
      <Group title={t.deleted} tables={of('delete')} />
      <Group title={t.detached} hint={t.detachedText} tables={of('detach')} />
      <Group title={t.kept} hint={t.keptText} tables={of('keep')} folded />
    </>
  );
}

interface GroupProps {
  title: string;
  hint?: string;
  tables: readonly TablePlan[];
  folded?: boolean;
}

function Group({ title, hint, tables, folded }: GroupProps) {
  if (tables.length === 0) return null;
  const list = (
    <>
      {hint && <p className={styles.hint}>{hint}</p>}
      <ul className={styles.tables}>
        {tables.map((one) => (
          <Line key={one.table} one={one} />
        ))}
      </ul>
    </>
  );
  if (folded) {
    return (
      <details className={styles.group}>
        <summary>
          {title} ({tables.length})
        </summary>
        {list}
      </details>
    );
  }
  return (
    <section className={styles.group}>
      <h3>{title}</h3>
      {list}
    </section>
  );
}

function Line({ one }: { one: TablePlan }) {
  const t = useTexts(texts);
  const until = new Set(one.kept.map(({ rule }) => t.rules[rule] ?? rule));
  return (
    <li>
      <span>
        {t.tables[one.table] ?? t.other(one.table)}
        {one.perhaps && <small>{t.dialog.perhaps}</small>}
        {one.action === 'keep' && <small>{[...until].join(' · ')}</small>}
      </span>
      <span className={styles.rows}>{t.rows(one.rows)}</span>
    </li>
  );
}
