import type { Import, ImportOutcome } from '../../api/imports';
import { useTexts } from '../../i18n/LanguageProvider';
import { cx } from '../../ui/cx';
import { Icon, type IconName } from '../../ui/Icon';
import { useFormats } from '../shell/useFormats';
import styles from './Imports.module.css';
import { texts } from './texts';
import { OUTCOMES } from './useOutcome';

const ICON: Record<ImportOutcome, IconName> = {
  new: 'plus',
  changed: 'edit',
  skipped: 'arrowRight',
  rejected: 'warning',
};

/** Four numbers that add up to the file's rows. */
export function Tally({ counts }: { counts: Import['counts'] }) {
  const t = useTexts(texts).counts;
  const { number } = useFormats();
  if (!counts) return null;
  return (
    <ul className={styles.tally}>
      {OUTCOMES.map((outcome) => {
        const n = counts[outcome] ?? 0;
        const [, words] = /^\S+\s(.+)$/su.exec(t[outcome](n)) ?? [];
        return (
          <li key={outcome} className={cx(styles[outcome], n === 0 && styles.zero)}>
            <Icon name={ICON[outcome]} />
            <span>
              <strong>{number(n)}</strong> {words}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
