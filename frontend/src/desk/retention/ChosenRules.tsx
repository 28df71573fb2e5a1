import { Link } from '@tanstack/react-router';
import type { RetentionRule } from '../../api/retention';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { look } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { useMay } from '../session/me';
import { Bounds } from './Bounds';
import { periodText } from './periods';
import styles from './Retention.module.css';
import { texts } from './texts';

/** What the law leaves to the merchant, and what the merchant made of it. */
export function ChosenRules({ rules }: { rules: readonly RetentionRule[] }) {
  const t = useTexts(texts).chosen;
  return (
    <section className={styles.stack} aria-labelledby="chosen">
      <h2 id="chosen">{t.title}</h2>
      <div className={styles.cards}>
        {[...rules].sort(byTables).map((rule) => (
          <Chosen key={rule.name} rule={rule} />
        ))}
      </div>
    </section>
  );
}

/** Those by which something goes, before those that only say how long. */
const byTables = (one: RetentionRule, other: RetentionRule) =>
  other.tables.length - one.tables.length;

function Chosen({ rule }: { rule: RetentionRule }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const mayWrite = useMay('privacy:write');
  const [name, about] = t.names[rule.name] ?? [rule.name, ''];
  return (
    <Sheet className={styles.card} aria-label={name}>
      <div className={styles.head}>
        <h3>{name}</h3>
        <Badge tone={rule.choice ? 'info' : 'plain'}>
          {rule.choice ? t.chosen.mine : t.chosen.default}
        </Badge>
      </div>
      <p className={styles.figure}>
        {periodText(rule.effective.period, language)} <small>{t.anchors[rule.anchor]}</small>
      </p>
      <Bounds rule={rule} period={rule.effective.period} />
      <p className={styles.hint}>{about}</p>
      {rule.effective.held && <p className={styles.held}>{t.chosen.held[rule.effective.held]}</p>}
      <div>
        <Link
          to="/privacy/retention/$rule"
          params={{ rule: rule.name }}
          className={look({ variant: 'secondary', size: 'small' })}
          aria-label={mayWrite ? t.chosen.changeOf(name) : t.chosen.lookOf(name)}
        >
          {mayWrite ? t.chosen.change : t.chosen.look}
        </Link>
      </div>
    </Sheet>
  );
}
