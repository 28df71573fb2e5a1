import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import styles from './Marks.module.css';
import { texts } from './texts';

type Marked = Pick<Customer, 'restricted_at' | 'objected_at'>;

/** Wherever a customer is named: that their data is not to be used, or not for contacting them. */
export function Marks({ customer }: { customer: Marked }) {
  const t = useTexts(texts).marks;
  const { restricted_at: restricted, objected_at: objected } = customer;
  if (!restricted && !objected) return null;
  return (
    <span className={styles.marks}>
      {restricted && <Badge tone="warn">{t.restricted}</Badge>}
      {objected && <Badge tone="warn">{t.objected}</Badge>}
    </span>
  );
}
