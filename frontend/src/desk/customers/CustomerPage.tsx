import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { isProblem } from '../../api/problems';
import type { Customer } from '../../api/types';
import type { Versioned } from '../../api/versioned';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button, look } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { LastMerge } from '../duplicates/LastMerge';
import { EraseOffer } from '../erasure/EraseOffer';
import { MarkedBanner } from '../restriction/MarkedBanner';
import { UsePanel } from '../restriction/UsePanel';
import { useMay } from '../session/me';
import { Page } from '../shell/Page';
import { Loaded } from '../shell/states';
import { Cards } from './Cards';
import { Consents } from './Consents';
import styles from './CustomerPage.module.css';
import { Details } from './Details';
import { EditCustomer } from './EditCustomer';
import { Figures } from './Figures';
import type { CustomerForm } from './form';
import { Heading } from './Heading';
import { Marks } from './Marks';
import { Notes } from './Notes';
import { nameOf } from './names';
import { customerQuery } from './queries';
import { Saved } from './Saved';
import { Timeline } from './Timeline';
import { texts } from './texts';

const NewRequest = lazy(async () => ({
  default: (await import('../privacy/NewRequest')).NewRequest,
}));
const route = getRouteApi('/office/customers/$customerId');

export function CustomerPage() {
  const t = useTexts(texts);
  const { customerId } = route.useParams();
  const query = useQuery(customerQuery(customerId));
  if (isProblem(query.error, 'CUSTOMER_MERGED')) {
    return <Merged into={query.error.extra<string>('customer_id')} />;
  }
  return (
    <Loaded query={query} lines={8} page={t.list.title} missing={t.page.notFound}>
      {/* A key of its own: nothing typed for one customer can end up with the next. */}
      {(stored) => <Notebook key={customerId} stored={stored} />}
    </Loaded>
  );
}

/** An old link leads to where the person is now. */
function Merged({ into }: { into: string | undefined }) {
  const t = useTexts(texts);
  return (
    <Page title={t.list.title} back={{ link: { to: '/customers' }, label: t.page.back }}>
      <EmptyState
        icon="users"
        title={t.page.merged}
        action={
          into && (
            <Link to="/customers/$customerId" params={{ customerId: into }} className={look({})}>
              {t.page.openMerged}
            </Link>
          )
        }
      >
        <p>{t.page.mergedText}</p>
      </EmptyState>
    </Page>
  );
}

function Notebook({ stored }: { stored: Versioned<Customer> }) {
  const t = useTexts(texts);
  const customer = stored.data;
  // What a restriction forbids would only be refused.
  const isFree = customer.restricted_at === null;
  const mayWrite = useMay('customers:write') && isFree;
  const mayMerge = useMay('customers:merge') && isFree;
  const mayRead = useMay('privacy:read');
  const mayHandle = useMay('privacy:write');
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState(false);
  const [before, setBefore] = useState<CustomerForm | null>(null);
  return (
    <Page
      title={nameOf(customer, t.list.anonymous)}
      beside={<Marks customer={customer} />}
      back={{ link: { to: '/customers' }, label: t.page.back }}
      lead={<Heading customer={customer} />}
      actions={
        <>
          {mayMerge && (
            <Link
              to="/customers/merge"
              search={{ keep: customer.id }}
              className={look({ variant: 'secondary' })}
            >
              {t.page.merge}
            </Link>
          )}
          {mayHandle && (
            <Button variant="secondary" icon="shield" onClick={() => setAsking(true)}>
              {t.page.exerciseRight}
            </Button>
          )}
          {mayWrite && (
            <Button variant="secondary" icon="edit" onClick={() => setEditing(true)}>
              {t.page.edit}
            </Button>
          )}
        </>
      }
    >
      <div className={styles.status}>
        <Saved stored={stored} before={before} />
        <LastMerge customerId={customer.id} />
        <MarkedBanner customer={customer} />
      </div>
      <div className={styles.notebook}>
        <div className={styles.wide}>
          <Figures customer={customer} />
          <Cards customer={customer} />
          <Timeline customerId={customer.id} />
        </div>
        <div className={styles.narrow}>
          <Notes stored={stored} />
          <Details customer={customer} />
          <Consents customer={customer} />
          {mayRead && <UsePanel customer={customer} />}
          {mayHandle && <EraseOffer customer={customer} />}
        </div>
      </div>
      <Suspense>
        {asking && <NewRequest customerId={customer.id} onClose={() => setAsking(false)} />}
      </Suspense>
      {editing && (
        <EditCustomer
          stored={stored}
          onClose={() => setEditing(false)}
          onSaved={(was) => {
            setEditing(false);
            setBefore(was);
          }}
        />
      )}
    </Page>
  );
}
