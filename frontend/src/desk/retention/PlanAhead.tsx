import { useQuery } from '@tanstack/react-query';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { Sheet } from '../../ui/Sheet';
import { Table } from '../../ui/Table';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { retentionPlanQuery } from './queries';
import styles from './Retention.module.css';
import { texts } from './texts';
import { useTables } from './useTables';

/** What goes in the next days, and whether anything goes at all. */
export function PlanAhead({ stopped }: { stopped: boolean }) {
  const t = useTexts(texts).plan;
  const { date, number } = useFormats();
  const tableText = useTables();
  const query = useQuery(retentionPlanQuery);
  return (
    <Sheet className={styles.panel} aria-labelledby="ahead">
      <div className={styles.head}>
        <h2 id="ahead">{t.title}</h2>
        <Badge tone={stopped ? 'danger' : 'ok'}>{stopped ? t.stopped : t.running}</Badge>
      </div>
      <p className={styles.hint}>{t.lead}</p>
      <Loaded query={query} lines={4}>
        {(days) =>
          days.length === 0 ? (
            <p className={styles.nothing}>{t.none}</p>
          ) : (
            <>
              <p className={styles.figure}>{t.total(days.reduce((n, { rows }) => n + rows, 0))}</p>
              <Table
                caption={t.title}
                rows={days}
                rowKey={({ day, rule, table }) => `${day} ${rule} ${table}`}
                columns={[
                  {
                    key: 'day',
                    header: t.day,
                    cell: ({ day }) => <time dateTime={day}>{date(day)}</time>,
                  },
                  { key: 'what', header: t.what, cell: ({ table }) => tableText(table) },
                  {
                    key: 'rows',
                    header: t.rows,
                    align: 'end',
                    cell: ({ rows }) => number(rows),
                  },
                ]}
              />
            </>
          )
        }
      </Loaded>
    </Sheet>
  );
}
