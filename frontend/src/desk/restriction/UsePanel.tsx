import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Sheet } from '../../ui/Sheet';
import page from '../customers/CustomerPage.module.css';
import { HoldPart } from './HoldPart';
import styles from './Restriction.module.css';
import { RestrictionPart } from './RestrictionPart';
import { texts } from './texts';

/** Whether this customer's data may be used, and whether it may go. */
export function UsePanel({ customer }: { customer: Customer }) {
  const t = useTexts(texts);
  return (
    <Sheet className={page.panel} aria-labelledby="use">
      <h2 id="use">{t.title}</h2>
      <div className={styles.parts}>
        <RestrictionPart customer={customer} />
        <HoldPart customer={customer} />
      </div>
    </Sheet>
  );
}
