import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button, look } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { StartExport } from '../exports/StartExport';
import { texts as exportTexts } from '../exports/texts';
import { type CustomerSearch, filtersOf } from '../search';
import { useMay } from '../session/me';
import { Page } from '../shell/Page';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { CustomerTable } from './CustomerTable';
import { NewCustomer } from './NewCustomer';
import { NotebookNav } from './NotebookNav';
import { countQuery, customersQuery } from './queries';
import { SearchBar } from './SearchBar';
import { texts } from './texts';

const route = getRouteApi('/office/customers');

export function CustomerList() {
  const t = useTexts(texts);
  const { open: exportLabel } = useTexts(exportTexts).start;
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = useMay('customers:write');
  const mayImport = useMay('customers:import');
  const mayExport = useMay('customers:export');
  const filters = filtersOf(search);
  const narrowed = Object.keys(filters).length > 0;
  const query = useInfiniteQuery({
    ...customersQuery({ ...filters, sort: search.sort }),
    placeholderData: keepPreviousData,
  });
  const change = (next: Partial<CustomerSearch>, replace = true) =>
    navigate({ search: { ...search, ...next }, replace });
  const openNew = () => void change({ new: 'yes' }, false);
  // With nobody in the notebook there is nothing to search, and what begins it is in the middle.
  const empty = query.data?.pages[0]?.items.length === 0 && !narrowed;
  return (
    <Page
      title={t.list.title}
      actions={
        !empty &&
        mayWrite && (
          <Button icon="plus" onClick={openNew}>
            {t.list.new}
          </Button>
        )
      }
    >
      <NotebookNav />
      {!empty && <SearchBar search={search} onChange={change} />}
      <Loaded query={query} lines={8}>
        {(data) => {
          const customers = data.pages.flatMap((page) => page.items);
          if (customers.length > 0) {
            return (
              <CustomerTable
                // What was selected in one list is not what another one shows.
                key={JSON.stringify(filters)}
                customers={customers}
                filters={filters}
                sort={search.sort}
                list={query}
                actions={
                  mayExport && (
                    <Button
                      size="small"
                      variant="secondary"
                      icon="download"
                      onClick={() => void change({ export: 'yes' }, false)}
                    >
                      {exportLabel}
                    </Button>
                  )
                }
              />
            );
          }
          if (narrowed) {
            return (
              <EmptyState
                icon="search"
                title={t.list.noneTitle}
                action={
                  <Button variant="secondary" onClick={() => void navigate({ search: {} })}>
                    {t.list.reset}
                  </Button>
                }
              >
                <p>{search.q ? t.list.noneText(search.q) : t.list.noneFilter}</p>
              </EmptyState>
            );
          }
          return (
            <EmptyState
              icon="book"
              title={t.list.emptyTitle}
              action={
                <>
                  {mayWrite && (
                    <Button icon="plus" onClick={openNew}>
                      {t.list.new}
                    </Button>
                  )}
                  {mayImport && (
                    <Link to="/customers/imports" className={look({ variant: 'secondary' })}>
                      {t.list.import}
                    </Link>
                  )}
                </>
              }
            >
              <p>{t.list.emptyText}</p>
            </EmptyState>
          );
        }}
      </Loaded>
      {creating(search, mayWrite) && (
        <NewCustomer onClose={() => void change({ new: undefined })} />
      )}
      {search.export === 'yes' && mayExport && (
        <Exporting
          filters={filters}
          narrowed={narrowed}
          onClose={() => void change({ export: undefined })}
        />
      )}
    </Page>
  );
}

const creating = (search: CustomerSearch, mayWrite: boolean) => search.new === 'yes' && mayWrite;

interface ExportingProps {
  filters: ReturnType<typeof filtersOf>;
  narrowed: boolean;
  onClose: () => void;
}

function Exporting({ filters, narrowed, onClose }: ExportingProps) {
  const t = useTexts(exportTexts).start;
  const { number } = useFormats();
  const { data: total } = useQuery(countQuery(filters));
  const count = typeof total === 'number' ? number(total) : t.unknown;
  return (
    <StartExport
      filter={filters}
      who={(narrowed ? t.narrowed : t.whole)(count)}
      onClose={onClose}
    />
  );
}
