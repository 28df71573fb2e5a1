import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { words } from '../../i18n/words';
import { Avatar } from '../../ui/Avatar';
import { Button, IconButton } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Icon } from '../../ui/Icon';
import { type Column, Table } from '../../ui/Table';
import type { CustomerSearch } from '../search';
import { useMay } from '../session/me';
import { Page } from '../shell/Page';
import { useSettled } from '../shell/settled';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import styles from './CustomerList.module.css';
import { NewCustomer } from './NewCustomer';
import { nameOf, shownPhone } from './names';
import { customersQuery } from './queries';
import { texts } from './texts';

const route = getRouteApi('/office/customers');
const NOTHING = <span className={styles.nothing}>—</span>;
const FILTERS = ['all', 'active', 'dormant'] as const;

export function CustomerList() {
  const t = useTexts(texts);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = useMay('customers:write');
  const { new: creating, ...criteria } = search;
  const query = useInfiniteQuery({
    ...customersQuery(criteria),
    placeholderData: keepPreviousData,
  });
  const change = (next: Partial<CustomerSearch>, replace = true) =>
    navigate({ search: { ...search, ...next }, replace });
  const openNew = () => void change({ new: 'yes' }, false);
  // With nobody in the notebook there is nothing to search, and one action is enough.
  const empty = !criteria.q && !criteria.filter && query.data?.pages[0]?.items.length === 0;
  return (
    <Page
      title={t.list.title}
      actions={
        mayWrite &&
        !empty && (
          <Button icon="plus" onClick={openNew}>
            {t.list.new}
          </Button>
        )
      }
    >
      {!empty && <SearchBar search={search} onChange={change} />}
      <Loaded query={query} lines={8}>
        {(data) => (
          <Results
            customers={data.pages.flatMap((page) => page.items)}
            search={search}
            more={query.hasNextPage}
            loadingMore={query.isFetchingNextPage}
            stale={query.isPlaceholderData}
            onMore={() => void query.fetchNextPage()}
            onReset={() => void navigate({ search: {} })}
            onNew={mayWrite ? openNew : null}
          />
        )}
      </Loaded>
      {creating && mayWrite && <NewCustomer onClose={() => void change({ new: undefined })} />}
    </Page>
  );
}

interface SearchBarProps {
  search: CustomerSearch;
  onChange: (next: Partial<CustomerSearch>) => unknown;
}

function SearchBar({ search, onChange }: SearchBarProps) {
  const t = useTexts(texts).list;
  const [typed, setTyped] = useState(search.q ?? '');
  const settled = useSettled(typed.trim(), 250);
  const latest = useRef({ onChange, q: search.q });
  latest.current = { onChange, q: search.q };
  useEffect(() => {
    if (settled !== (latest.current.q ?? '')) latest.current.onChange({ q: settled || undefined });
  }, [settled]);
  // Back and forward change the address without typing.
  const [address, setAddress] = useState(search.q);
  if (address !== search.q) {
    setAddress(search.q);
    if ((search.q ?? '') !== typed.trim()) setTyped(search.q ?? '');
  }
  return (
    <search className={styles.bar}>
      <div className={styles.field}>
        <Icon name="search" />
        <input
          type="search"
          aria-label={t.search}
          placeholder={t.searchHint}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        {typed && <IconButton icon="close" label={t.clear} onClick={() => setTyped('')} />}
      </div>
      <fieldset className={styles.filters} aria-label={t.filter}>
        {FILTERS.map((filter) => (
          <label key={filter} title={filter === 'all' ? undefined : t.filterHelp[filter]}>
            <input
              type="radio"
              name="filter"
              className="visually-hidden"
              checked={(search.filter ?? 'all') === filter}
              onChange={() => onChange({ filter: filter === 'all' ? undefined : filter })}
            />
            <span>{t.filters[filter]}</span>
          </label>
        ))}
      </fieldset>
      <label className={styles.sort}>
        <span>{t.sort}</span>
        <select
          value={search.sort ?? 'recent'}
          onChange={(event) =>
            onChange({ sort: event.target.value === 'name' ? 'name' : undefined })
          }
        >
          <option value="recent">{t.sorts.recent}</option>
          <option value="name">{t.sorts.name}</option>
        </select>
        <Icon name="chevronDown" size={16} />
      </label>
    </search>
  );
}

interface ResultsProps {
  customers: readonly Customer[];
  search: CustomerSearch;
  more: boolean;
  loadingMore: boolean;
  stale: boolean;
  onMore: () => void;
  onReset: () => void;
  onNew: (() => void) | null;
}

function Results({ customers, search, more, loadingMore, stale, ...on }: ResultsProps) {
  const t = useTexts(texts).list;
  const w = useTexts(words);
  const columns = useColumns();
  if (customers.length === 0) {
    const narrowed = Boolean(search.q ?? search.filter);
    return narrowed ? (
      <EmptyState
        icon="search"
        title={t.noneTitle}
        action={
          <Button variant="secondary" onClick={on.onReset}>
            {t.reset}
          </Button>
        }
      >
        <p>{search.q ? t.noneText(search.q) : t.noneFilter}</p>
      </EmptyState>
    ) : (
      <EmptyState
        icon="book"
        title={t.emptyTitle}
        action={
          on.onNew && (
            <Button icon="plus" onClick={on.onNew}>
              {t.new}
            </Button>
          )
        }
      >
        <p>{t.emptyText}</p>
      </EmptyState>
    );
  }
  return (
    <div className={styles.results} aria-busy={stale || undefined}>
      <Table caption={t.title} columns={columns} rows={customers} rowKey={(row) => row.id} />
      <div className={styles.foot}>
        <p role="status">{more ? t.shown(customers.length) : t.all(customers.length)}</p>
        {more && (
          <Button variant="secondary" busy={loadingMore} onClick={on.onMore}>
            {loadingMore ? w.loading : t.more}
          </Button>
        )}
      </div>
    </div>
  );
}

function useColumns(): Column<Customer>[] {
  const t = useTexts(texts).list;
  const { ago, dateTime } = useFormats();
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
          <Avatar id={customer.id} name={nameOf(customer, '')} size="small" />
          <span>
            {nameOf(customer, t.anonymous)}
            <span className={styles.narrow}>{shownPhone(customer.phone) || customer.email}</span>
          </span>
        </Link>
      ),
    },
    {
      key: 'phone',
      header: t.columns.phone,
      secondary: true,
      cell: (customer) => shownPhone(customer.phone) || NOTHING,
    },
    {
      key: 'email',
      header: t.columns.email,
      secondary: true,
      cell: (customer) => customer.email ?? NOTHING,
    },
    {
      key: 'last',
      header: t.columns.lastVisit,
      align: 'end',
      cell: ({ last_visit_at: last }) =>
        last ? (
          <time dateTime={last} title={dateTime(last)}>
            {ago(last)}
          </time>
        ) : (
          <span className={styles.nothing}>{t.never}</span>
        ),
    },
  ];
}
