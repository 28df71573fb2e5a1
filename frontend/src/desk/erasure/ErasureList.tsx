import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Erasure } from '../../api/erasures';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { look } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Select } from '../../ui/Field';
import { More } from '../../ui/More';
import { type Column, Table } from '../../ui/Table';
import { PrivacyNav } from '../privacy/PrivacyNav';
import { useMay } from '../session/me';
import { Page } from '../shell/Page';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import styles from './Erasure.module.css';
import { erasuresQuery } from './queries';
import { toneOf } from './states';
import { texts } from './texts';

const route = getRouteApi('/office/privacy/erasures');

export function ErasureList() {
  const t = useTexts(texts).list;
  const mayRead = useMay('privacy:read');
  return (
    <Page title={t.title} lead={mayRead && t.lead}>
      <PrivacyNav />
      {mayRead ? <Erasures /> : <EmptyState icon="lock" title={t.notAllowed} />}
    </Page>
  );
}

function Erasures() {
  const t = useTexts(texts).list;
  const { status = 'open' } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(erasuresQuery(status));
  const columns = useColumns();
  return (
    <div className={styles.stack}>
      <div>
        <Select
          label={t.show}
          className={styles.filter}
          value={status}
          onChange={({ target }) =>
            void navigate({
              search: { status: target.value === 'closed' ? 'closed' : undefined },
              replace: true,
            })
          }
        >
          <option value="open">{t.status.open}</option>
          <option value="closed">{t.status.closed}</option>
        </Select>
      </div>
      <Loaded query={query} lines={5}>
        {(data) => {
          const erasures = data.pages.flatMap(({ items }) => items);
          if (erasures.length === 0) return <None closed={status === 'closed'} />;
          return (
            <>
              <Table caption={t.title} columns={columns} rows={erasures} rowKey={({ id }) => id} />
              <More query={query}>{t.more}</More>
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function None({ closed }: { closed: boolean }) {
  const t = useTexts(texts).list;
  return (
    <EmptyState
      icon="trash"
      title={closed ? t.noneClosed : t.none}
      action={
        <Link to="/customers" className={look({ variant: 'secondary' })}>
          {t.toCustomers}
        </Link>
      }
    >
      <p>{t.noneText}</p>
    </EmptyState>
  );
}

function useColumns(): Column<Erasure>[] {
  const t = useTexts(texts);
  const { date, number } = useFormats();
  return [
    {
      key: 'who',
      header: t.list.columns.who,
      cell: (each) => (
        <>
          <Link to="/privacy/erasures/$erasureId" params={{ erasureId: each.id }}>
            {each.customer_name ?? t.list.erased} {t.list.number(each.id.slice(-8))}
          </Link>
          <span className={styles.detail}>{t.page.causes[each.cause]}</span>
        </>
      ),
    },
    {
      key: 'state',
      header: t.list.columns.state,
      cell: ({ state }) => <Badge tone={toneOf(state)}>{t.page.states[state]}</Badge>,
    },
    {
      key: 'done',
      header: t.list.columns.done,
      align: 'end',
      secondary: true,
      cell: ({ rows_done: done }) => number(done),
    },
    {
      key: 'asked',
      header: t.list.columns.asked,
      align: 'end',
      secondary: true,
      cell: ({ created_at: at }) => <time dateTime={at}>{date(at)}</time>,
    },
  ];
}
