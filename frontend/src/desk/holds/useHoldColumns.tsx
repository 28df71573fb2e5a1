import { Link } from '@tanstack/react-router';
import type { LegalHold } from '../../api/retention';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import type { Column } from '../../ui/Table';
import { useTables } from '../retention/useTables';
import { useMay } from '../session/me';
import { useFormats } from '../shell/useFormats';
import styles from './Holds.module.css';
import { texts } from './texts';

/** What a held row is called: by its person where it is one's. */
export function useHeldName(): (hold: LegalHold) => string {
  const t = useTexts(texts);
  const tableText = useTables();
  return (hold) =>
    hold.customer_name ??
    (hold.customer_id ? t.nameless : t.row(tableText(hold.table), hold.row_id.slice(-8)));
}

export function useHoldColumns(onLift: (hold: LegalHold) => void): Column<LegalHold>[] {
  const t = useTexts(texts);
  const { date } = useFormats();
  const mayWrite = useMay('privacy:write');
  const nameOf = useHeldName();
  const isOver = ({ until }: LegalHold) => new Date(until) <= new Date();
  const columns: Column<LegalHold>[] = [
    {
      key: 'what',
      header: t.columns.what,
      cell: (hold) => (
        <>
          {hold.customer_id ? (
            <Link to="/customers/$customerId" params={{ customerId: hold.customer_id }}>
              {nameOf(hold)}
            </Link>
          ) : (
            nameOf(hold)
          )}
          <span className={styles.reason}>{hold.reason}</span>
        </>
      ),
    },
    {
      key: 'state',
      header: t.columns.state,
      secondary: true,
      cell: (hold) => (
        <>
          {hold.lifted_at ? (
            <Badge>{t.states.lifted}</Badge>
          ) : (
            <Badge tone={isOver(hold) ? 'plain' : 'warn'}>
              {isOver(hold) ? t.states.over : t.states.in_force}
            </Badge>
          )}
          <span className={styles.detail}>
            {hold.lifted_at ? t.lifted(date(hold.lifted_at)) : t.placed(date(hold.placed_at))}
          </span>
        </>
      ),
    },
    {
      key: 'until',
      header: t.columns.until,
      align: 'end',
      cell: ({ until }) => <time dateTime={until}>{date(until)}</time>,
    },
  ];
  if (!mayWrite) return columns;
  return [
    ...columns,
    {
      key: 'act',
      header: <span className="visually-hidden">{t.columns.act}</span>,
      align: 'end',
      cell: (hold) =>
        !hold.lifted_at &&
        !isOver(hold) && (
          <Button
            variant="secondary"
            size="small"
            aria-label={t.liftOf(nameOf(hold))}
            onClick={() => onLift(hold)}
          >
            {t.lift}
          </Button>
        ),
    },
  ];
}
