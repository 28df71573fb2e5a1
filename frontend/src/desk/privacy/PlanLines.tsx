import type { RequestPlan } from '../../api/privacyRequests';
import { useTexts } from '../../i18n/LanguageProvider';
import { Table } from '../../ui/Table';
import { texts as words } from '../erasure/texts';
import { useFormats } from '../shell/useFormats';
import { PlanChanges } from './PlanChanges';
import { texts } from './texts';

/** What becomes of which data. */
export function PlanLines({ plan }: { plan: RequestPlan }) {
  const t = useTexts(texts).plan;
  const tables: Record<string, string> = useTexts(words).tables;
  const { number } = useFormats();
  if (plan.by_hand) return <p>{t.byHand}</p>;
  if (plan.changes.length > 0) return <PlanChanges plan={plan} />;
  return (
    <Table
      caption={t.title}
      rows={plan.lines}
      rowKey={({ about, becomes }) => `${about} ${becomes}`}
      columns={[
        { key: 'about', header: t.what, cell: ({ about }) => tables[about] ?? about },
        {
          key: 'rows',
          header: t.rows,
          align: 'end',
          cell: ({ rows }) => (rows === null ? '—' : number(rows)),
        },
        { key: 'becomes', header: t.becomes, cell: ({ becomes }) => t.becoming[becomes] },
      ]}
    />
  );
}
