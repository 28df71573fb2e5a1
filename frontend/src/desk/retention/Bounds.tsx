import type { RetentionRule } from '../../api/retention';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import styles from './Bounds.module.css';
import { periodText, placeOf } from './periods';
import { texts } from './texts';

const WIDTH = 300;
const EDGE = 8;

/** A ruler from the law's floor to its ceiling, with where the period stands. */
export function Bounds({ rule, period }: { rule: RetentionRule; period: string }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { floor, ceiling, default: usual } = rule;
  const x = (at: string) => EDGE + (WIDTH - 2 * EDGE) * placeOf(at, floor.period, ceiling.period);
  const ends = [periodText(floor.period, language), periodText(ceiling.period, language)] as const;
  return (
    <div className={styles.bounds}>
      <svg
        viewBox={`0 0 ${WIDTH} 20`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${periodText(period, language)}, ${t.chosen.range(...ends)}`}
      >
        <line x1={EDGE} x2={WIDTH - EDGE} y1="10" y2="10" className={styles.track} />
        <line x1={EDGE} x2={x(period)} y1="10" y2="10" className={styles.kept} />
        <line x1={x(usual.period)} x2={x(usual.period)} y1="4" y2="16" className={styles.usual} />
        <line x1={x(period)} x2={x(period)} y1="2" y2="18" className={styles.mark} />
      </svg>
      <p className={styles.ends} aria-hidden="true">
        <span>{ends[0]}</span>
        <span>{ends[1]}</span>
      </p>
    </div>
  );
}
