import { useLayoutEffect, useRef } from 'react';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { money } from '../../i18n/money';
import { unitsIn } from '../../i18n/units';
import { Icon } from '../../ui/Icon';
import { useCurrency } from '../counter';
import styles from './Made.module.css';
import { discountOf, type ShownCard } from './standing';
import { texts } from './texts';
import type { Operation } from './useOperation';

/** What just happened, large enough to be seen from across the counter. */
export function Made({
  operation,
  card,
}: {
  operation: Extract<Operation, { kind: 'made' }>;
  card: Pick<ShownCard, 'program'> | null;
}) {
  const t = useTexts(texts);
  const line = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone: the focus stays where the eyes are.
  useLayoutEffect(() => line.current?.focus({ preventScroll: true }), []);
  const { act, gesture } = operation;
  const kept = gesture.state === 'waiting';
  const program = card?.program;
  const { language } = useLanguage();
  const currency = useCurrency();
  const units = unitsIn(language, program ?? { kind: 'stamps' });
  const { entry } = gesture;
  const earned = act.kind === 'earn' ? (act.units ?? entry?.delta ?? 0) : 0;
  const plain = program === undefined || (program.kind === 'stamps' && !program.unit_name);
  const title = plain ? t.stampedShort(earned) : t.earnedShort(units(earned));
  const progress = (balance: number) =>
    program?.kind === 'stamps'
      ? t.progress(units(balance), program.slots)
      : t.balance(units(balance));
  const redeemed =
    act.kind !== 'redeem' || !program
      ? null
      : act.rewardId === null
        ? t.discount(money(language, discountOf(program.rules, act.units), currency))
        : program.rewards.find((each) => each.id === act.rewardId)?.name;
  return (
    <div ref={line} tabIndex={-1} className={kept ? styles.kept : styles.made}>
      <span className={styles.seal}>
        <Icon name={kept ? 'clock' : 'check'} size={26} />
      </span>
      <div>
        <p className={styles.title}>
          {kept ? t.keptShort : redeemed !== null ? t.redeemedShort : title}
        </p>
        <p className={styles.text}>
          {kept && t.kept}
          {!kept && entry && program && !redeemed && progress(entry.balance)}
          {!kept && entry && redeemed && t.redeemed(redeemed, units(entry.balance))}
        </p>
      </div>
    </div>
  );
}
