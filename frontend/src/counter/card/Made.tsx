import { useEffect, useRef } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Icon } from '../../ui/Icon';
import styles from './Made.module.css';
import type { ShownCard } from './standing';
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
  useEffect(() => line.current?.focus({ preventScroll: true }), []);
  const { act, gesture } = operation;
  const kept = gesture.state === 'waiting';
  const balance = gesture.entry?.balance;
  const slots = card?.program.slots;
  const units = act.kind === 'earn' ? act.units : 0;
  const reward =
    act.kind === 'redeem' && card?.program.rewards.find((each) => each.id === act.rewardId);
  return (
    <div ref={line} tabIndex={-1} className={kept ? styles.kept : styles.made}>
      <span className={styles.seal}>
        <Icon name={kept ? 'clock' : 'check'} size={26} />
      </span>
      <div>
        <p className={styles.title}>
          {kept ? t.keptShort : act.kind === 'redeem' ? t.redeemedShort : t.stampedShort(units)}
        </p>
        <p className={styles.text}>
          {kept && t.kept}
          {!kept &&
            act.kind === 'earn' &&
            balance !== undefined &&
            slots !== undefined &&
            t.progress(balance, slots)}
          {!kept && reward && balance !== undefined && t.redeemed(reward.name, balance)}
        </p>
      </div>
    </div>
  );
}
