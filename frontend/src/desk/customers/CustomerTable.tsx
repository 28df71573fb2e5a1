import { type UseInfiniteQueryResult, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { money } from '../../i18n/money';
import { words } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { type Column, Table } from '../../ui/Table';
import type { CustomerFilters, CustomerSearch } from '../search';
import { useMay } from '../session/me';
import { useFormats } from '../shell/useFormats';
import { usePurse } from '../shell/usePurse';
import { BulkBar } from './BulkBar';
import styles from './CustomerList.module.css';
import { Face } from './Face';
import { Marks } from './Marks';
import { nameOf, shownPhone } from './names';
import { countQuery } from './queries';
import { isSelected, NOBODY, stateOf, toggle, toggleShown } from './selection';
import { texts } from './texts';

const NOTHING = <span className={styles.nothing}>—</span>;

interface CustomerTableProps {
  customers: readonly Customer[];
  filters: CustomerFilters;
  sort: CustomerSearch['sort'];
  /** What can be done with the whole list. */
  actions: ReactNode;
  list: Pick<
    UseInfiniteQueryResult,
    'hasNextPage' | 'isFetchingNextPage' | 'isPlaceholderData' | 'fetchNextPage'
  >;
}

export function CustomerTable({ customers, filters, sort, actions, list }: CustomerTableProps) {
  const t = useTexts(texts);
  const w = useTexts(words);
  const { number } = useFormats();
  const maySelect = useMay('customers:write');
  const [selection, setSelection] = useState(NOBODY);
  const more = list.hasNextPage;
  const { data: counted = null } = useQuery({ ...countQuery(filters), enabled: more });
  const total = more ? counted : customers.length;
  const ids = customers.map(({ id }) => id);
  const columns = useColumns(sort);
  const [first, ...others] = columns;
  const selectable: Column<Customer>[] = first
    ? [
        {
          ...first,
          header: (
            <span className={styles.tickLine}>
              <Tick
                label={t.bulk.selectShown}
                state={stateOf(selection, ids)}
                onToggle={() => setSelection(toggleShown(selection, ids))}
              />
              {first.header}
            </span>
          ),
          cell: (customer) => (
            <span className={styles.tickLine}>
              <Tick
                label={t.bulk.select(nameOf(customer, t.list.anonymous))}
                state={isSelected(selection, customer.id) ? 'all' : 'none'}
                onToggle={() => setSelection(toggle(selection, customer.id, ids))}
              />
              {first.cell(customer)}
            </span>
          ),
        },
        ...others,
      ]
    : [];
  return (
    <div className={styles.results} aria-busy={list.isPlaceholderData || undefined}>
      <div className={styles.summary}>
        <p role="status">
          {more && total === null
            ? t.list.shown(customers.length)
            : t.list.all(total ?? customers.length)}
        </p>
        {actions}
      </div>
      {maySelect && (
        <BulkBar
          selection={selection}
          customers={customers}
          filters={filters}
          total={total}
          more={more}
          onSelect={setSelection}
        />
      )}
      <Table
        caption={t.list.title}
        columns={maySelect ? selectable : columns}
        rows={customers}
        rowKey={(row) => row.id}
      />
      {more && (
        <div className={styles.foot}>
          {total !== null && <p>{t.list.shownOf(customers.length, number(total))}</p>}
          <Button
            variant="secondary"
            busy={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {list.isFetchingNextPage ? w.loading : t.list.more}
          </Button>
        </div>
      )}
    </div>
  );
}

interface TickProps {
  label: string;
  state: 'none' | 'some' | 'all';
  onToggle: () => void;
}

function Tick({ label, state, onToggle }: TickProps) {
  return (
    // The box is small, its target is not.
    <label className={styles.tick}>
      <input
        type="checkbox"
        aria-label={label}
        checked={state === 'all'}
        ref={(box) => {
          if (box) box.indeterminate = state === 'some';
        }}
        onChange={onToggle}
      />
    </label>
  );
}

function useColumns(sort: CustomerSearch['sort']): Column<Customer>[] {
  const t = useTexts(texts).list;
  const { shortAgo, dateTime, number } = useFormats();
  const purse = usePurse();
  const visits: Column<Customer> = {
    key: 'visits',
    header: t.columns.visits,
    align: 'end',
    secondary: sort !== 'visits',
    cell: ({ visits: n }) => (n > 0 ? number(n) : NOTHING),
  };
  const spent: Column<Customer> = {
    key: 'spent',
    header: t.columns.spent,
    align: 'end',
    cell: ({ spent: amount }) =>
      purse && amount > 0 ? money(purse.language, amount, purse.currency) : NOTHING,
  };
  return [
    {
      key: 'name',
      header: t.columns.name,
      cell: (customer) => (
        <Link
          to="/customers/$customerId"
          params={{ customerId: customer.id }}
          className={styles.person}
        >
          <Face customer={customer} />
          <span>
            {nameOf(customer, t.anonymous)}
            <Marks customer={customer} />
            <span className={styles.narrow}>{shownPhone(customer.phone) || customer.email}</span>
            {customer.tags.length > 0 && (
              <span className={styles.tags}>{customer.tags.join(' · ')}</span>
            )}
          </span>
        </Link>
      ),
    },
    {
      key: 'phone',
      header: t.columns.phone,
      secondary: true,
      cell: (customer) => (
        <span className={styles.phone}>{shownPhone(customer.phone) || NOTHING}</span>
      ),
    },
    {
      key: 'email',
      header: t.columns.email,
      secondary: 'tablet',
      cell: (customer) => <span className={styles.email}>{customer.email ?? NOTHING}</span>,
    },
    {
      key: 'city',
      header: t.columns.city,
      secondary: 'tablet',
      cell: (customer) => customer.address?.city ?? NOTHING,
    },
    ...(sort === 'spent' ? [spent] : [visits]),
    {
      key: 'last',
      header: t.columns.lastVisit,
      align: 'end',
      secondary: sort === 'visits' || sort === 'spent',
      cell: ({ last_visit_at: last }) =>
        last ? (
          <time dateTime={last} title={dateTime(last)}>
            {shortAgo(last)}
          </time>
        ) : (
          <span className={styles.nothing}>{t.never}</span>
        ),
    },
  ];
}
