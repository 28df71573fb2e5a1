import type { TablePlan } from '../../api/erasures';
import { useTexts } from '../../i18n/LanguageProvider';
import styles from './Erasure.module.css';
import { texts } from './texts';

interface PlanListsProps {
  tables: readonly TablePlan[];
  /** What tables are called where it is not a customer's plan. */
  names?: Record<string, string>;
}

/** One list for what goes, one for what stays without the person, one for what does not change. */
export function PlanLists({ tables, names }: PlanListsProps) {
  const t = useTexts(texts).dialog;
  // What the plan names last is the person's own record: nobody looks for it at the end.
  const of = (action: TablePlan['action']) =>
    tables.filter((one) => one.action === action).reverse();
  return (
    <>
      <Group title={t.deleted} tables={of('delete')} names={names} />
      <Group title={t.detached} hint={t.detachedText} tables={of('detach')} names={names} />
      <Group title={t.kept} hint={t.keptText} tables={of('keep')} names={names} folded />
    </>
  );
}

interface GroupProps {
  title: string;
  hint?: string;
  tables: readonly TablePlan[];
  names: Record<string, string> | undefined;
  folded?: boolean;
}

function Group({ title, hint, tables, names, folded }: GroupProps) {
  if (tables.length === 0) return null;
  const list = (
    <>
      {hint && <p className={styles.hint}>{hint}</p>}
      <ul className={styles.tables}>
        {tables.map((one) => (
          <Line key={one.table} one={one} name={names?.[one.table]} />
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

function Line({ one, name }: { one: TablePlan; name: string | undefined }) {
  const t = useTexts(texts);
  const until = new Set(one.kept.map(({ rule }) => t.rules[rule] ?? rule));
  return (
    <li>
      <span>
        {name ?? t.tables[one.table] ?? t.other(one.table)}
        {one.perhaps && <small>{t.dialog.perhaps}</small>}
        {one.action === 'keep' && <small>{[...until].join(' · ')}</small>}
      </span>
      <span className={styles.rows}>{t.rows(one.rows)}</span>
    </li>
  );
}
