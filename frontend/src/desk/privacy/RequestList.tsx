import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { PrivacyRequest, RequestKind } from '../../api/privacyRequests';
import { useTexts } from '../../i18n/LanguageProvider';
import { look } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Select } from '../../ui/Field';
import { More } from '../../ui/More';
import { type Column, Table } from '../../ui/Table';
import { useMay } from '../session/me';
import { Page } from '../shell/Page';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { DaysLeft } from './DaysLeft';
import { PrivacyNav } from './PrivacyNav';
import { type RequestFilters, requestsQuery } from './queries';
import styles from './Requests.module.css';
import { StateBadge } from './StateBadge';
import { KINDS } from './search';
import { texts } from './texts';

const route = getRouteApi('/office/privacy/requests');

export function RequestList() {
  const t = useTexts(texts);
  const mayRead = useMay('privacy:read');
  return (
    <Page title={t.title} lead={mayRead && t.lead}>
      <PrivacyNav />
      {mayRead ? <Requests /> : <EmptyState icon="lock" title={t.notAllowed} />}
    </Page>
  );
}

function Requests() {
  const t = useTexts(texts);
  const { status = 'open', kind } = route.useSearch();
  const filters: RequestFilters = { status, kind };
  const query = useInfiniteQuery(requestsQuery(filters));
  const columns = useColumns();
  return (
    <>
      <Filters {...filters} />
      <Loaded query={query} lines={5}>
        {(data) => {
          const requests = data.pages.flatMap(({ items }) => items);
          if (requests.length === 0) return <None filtered={status === 'closed' || !!kind} />;
          return (
            <div className={styles.stack}>
              <Table caption={t.title} columns={columns} rows={requests} rowKey={({ id }) => id} />
              <More query={query}>{t.more}</More>
            </div>
          );
        }}
      </Loaded>
    </>
  );
}

function Filters({ status, kind }: RequestFilters) {
  const t = useTexts(texts);
  const navigate = route.useNavigate();
  const choose = (change: Partial<RequestFilters>) => {
    const next = { status, kind, ...change };
    void navigate({
      search: { status: next.status === 'open' ? undefined : next.status, kind: next.kind },
      replace: true,
    });
  };
  return (
    <div className={styles.filters}>
      <Select
        label={t.show}
        value={status}
        onChange={({ target }) => choose({ status: target.value === 'closed' ? 'closed' : 'open' })}
      >
        <option value="open">{t.status.open}</option>
        <option value="closed">{t.status.closed}</option>
      </Select>
      <Select
        label={t.kind}
        value={kind ?? ''}
        onChange={({ target }) => choose({ kind: (target.value || undefined) as RequestKind })}
      >
        <option value="">{t.allKinds}</option>
        {KINDS.map((each) => (
          <option key={each} value={each}>
            {t.kinds[each]}
          </option>
        ))}
      </Select>
    </div>
  );
}

function None({ filtered }: { filtered: boolean }) {
  const t = useTexts(texts);
  return (
    <EmptyState
      icon="shield"
      title={t.none}
      action={
        !filtered && (
          <Link to="/customers" className={look({ variant: 'secondary' })}>
            {t.toCustomers}
          </Link>
        )
      }
    >
      <p>{filtered ? t.noneFiltered : t.noneOpen}</p>
    </EmptyState>
  );
}

function useColumns(): Column<PrivacyRequest>[] {
  const t = useTexts(texts);
  const { date } = useFormats();
  return [
    {
      key: 'kind',
      header: t.columns.kind,
      cell: (each) => (
        <>
          <Link to="/privacy/requests/$requestId" params={{ requestId: each.id }}>
            {t.kinds[each.kind]}
          </Link>
          <span className={styles.detail}>
            {each.customer_name ?? (each.customer_id ? t.erased : t.unknown)}
          </span>
        </>
      ),
    },
    {
      key: 'state',
      header: t.columns.state,
      secondary: true,
      cell: (request) => <StateBadge request={request} />,
    },
    {
      key: 'due',
      header: t.columns.due,
      align: 'end',
      cell: (each) => (
        <>
          <time dateTime={each.due_on}>{date(each.due_on)}</time>
          <span className={styles.detail}>
            <DaysLeft request={each} />
          </span>
        </>
      ),
    },
  ];
}
