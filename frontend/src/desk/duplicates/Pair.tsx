import { Link } from '@tanstack/react-router';
import type { Duplicate } from '../../api/duplicates';
import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { Button, look } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { Marks } from '../customers/Marks';
import { nameOf, shownPhone } from '../customers/names';
import { useFormats } from '../shell/useFormats';
import styles from './Duplicates.module.css';
import { texts } from './texts';

interface PairProps {
  pair: Duplicate;
  busy: boolean;
  /** Says that they are two, or takes that back; undefined for who may only look. */
  onDecide?: (() => void) | undefined;
}

export function Pair({ pair, busy, onDecide }: PairProps) {
  const t = useTexts(texts);
  const { date } = useFormats();
  const [a, b] = pair.customers;
  if (!a || !b) return null;
  const names = [nameOf(a, t.nameless), nameOf(b, t.nameless)] as const;
  // The one with more to it is proposed to stay.
  const [keep, merge] = b.visits > a.visits ? [b, a] : [a, b];
  return (
    <Sheet className={styles.pair} aria-label={t.pairOf(...names)}>
      <p className={styles.reasons}>
        {pair.reason.map((reason) => (
          <Badge key={reason} tone="warn">
            {t.reasons[reason] ?? reason}
          </Badge>
        ))}
      </p>
      <div className={styles.sides}>
        {pair.customers.map((customer) => (
          <Short key={customer.id} customer={customer} />
        ))}
      </div>
      {onDecide && (
        <div className={styles.actions}>
          {pair.dismissed_at ? (
            <>
              <small className={styles.hint}>{t.dismissedOn(date(pair.dismissed_at))}</small>
              <Button
                variant="secondary"
                aria-label={t.putBackOf(...names)}
                busy={busy}
                onClick={onDecide}
              >
                {t.putBack}
              </Button>
            </>
          ) : (
            <>
              <Button
                variant="quiet"
                aria-label={t.dismissOf(...names)}
                busy={busy}
                onClick={onDecide}
              >
                {t.dismiss}
              </Button>
              <Link
                to="/customers/merge"
                search={{ keep: keep.id, merge: merge.id }}
                className={look({ variant: 'secondary' })}
                aria-label={t.compareOf(...names)}
              >
                {t.compare}
              </Link>
            </>
          )}
        </div>
      )}
    </Sheet>
  );
}

export function Short({ customer }: { customer: Customer }) {
  const t = useTexts(texts);
  const { date } = useFormats();
  const lines = [
    shownPhone(customer.phone),
    customer.email,
    customer.company,
    customer.address?.city,
    `${t.facts.visits(customer.visits)}, ${t.facts.since(date(customer.created_at))}`,
  ];
  return (
    <div className={styles.short}>
      <Link to="/customers/$customerId" params={{ customerId: customer.id }}>
        {nameOf(customer, t.nameless)}
      </Link>
      <Marks customer={customer} />
      {lines.filter(Boolean).map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  );
}
