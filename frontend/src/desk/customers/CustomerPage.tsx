import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Customer } from '../../api/types';
import type { Versioned } from '../../api/versioned';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { StatusLine } from '../../ui/StatusLine';
import { useMay } from '../session/me';
import { Page } from '../shell/Page';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { Cards } from './Cards';
import { Consents } from './Consents';
import styles from './CustomerPage.module.css';
import { EditCustomer } from './EditCustomer';
import { Notes } from './Notes';
import { nameOf, shownPhone } from './names';
import { customerQuery } from './queries';
import { texts } from './texts';

const route = getRouteApi('/office/customers/$customerId');

export function CustomerPage() {
  const t = useTexts(texts);
  const { customerId } = route.useParams();
  const query = useQuery(customerQuery(customerId));
  return (
    <Loaded query={query} lines={8} page={t.list.title} missing={t.page.notFound}>
      {/* A key of its own: nothing typed for one customer can end up with the next. */}
      {(stored) => <Notebook key={customerId} stored={stored} />}
    </Loaded>
  );
}

function Notebook({ stored }: { stored: Versioned<Customer> }) {
  const t = useTexts(texts);
  const customer = stored.data;
  const mayWrite = useMay('customers:write');
  const [editing, setEditing] = useState(false);
  const [saved, setSaved] = useState(false);
  return (
    <Page
      title={nameOf(customer, t.list.anonymous)}
      back={{ link: { to: '/customers' }, label: t.page.back }}
      lead={<Contact customer={customer} />}
      actions={
        mayWrite && (
          <Button variant="secondary" icon="edit" onClick={() => setEditing(true)}>
            {t.page.edit}
          </Button>
        )
      }
    >
      <div className={styles.status}>
        <StatusLine>{saved && t.page.updated}</StatusLine>
      </div>
      <div className={styles.notebook}>
        <div className={styles.wide}>
          <Cards customer={customer} />
        </div>
        <div className={styles.narrow}>
          <Notes stored={stored} />
          <Consents customerId={customer.id} />
        </div>
      </div>
      {editing && (
        <EditCustomer
          stored={stored}
          onClose={() => setEditing(false)}
          onSaved={() => {
            setEditing(false);
            setSaved(true);
          }}
        />
      )}
    </Page>
  );
}

function Contact({ customer }: { customer: Customer }) {
  const t = useTexts(texts).page;
  const { date, ago } = useFormats();
  const { phone, email, last_visit_at: last } = customer;
  return (
    <ul className={styles.contact}>
      {phone && (
        <li>
          <Icon name="phone" size={16} />
          <a href={`tel:${phone}`} aria-label={t.call(shownPhone(phone))}>
            {shownPhone(phone)}
          </a>
        </li>
      )}
      {email && (
        <li>
          <Icon name="mail" size={16} />
          <a href={`mailto:${email}`} aria-label={t.write(email)}>
            {email}
          </a>
        </li>
      )}
      {!phone && !email && <li>{t.noContact}</li>}
      <li>
        <Icon name="clock" size={16} />
        {last ? t.lastVisit(ago(last)) : t.never}
      </li>
      <li>
        <Icon name="book" size={16} />
        {t.since(date(customer.created_at))}
      </li>
    </ul>
  );
}
