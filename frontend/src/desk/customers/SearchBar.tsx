import { useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button, IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { type CustomerSearch, SORTS } from '../search';
import styles from './CustomerList.module.css';
import { Filters, narrowing } from './Filters';
import { texts } from './texts';
import { useTyped } from './useTyped';

const ACTIVITY = ['all', 'active', 'dormant'] as const;

interface SearchBarProps {
  search: CustomerSearch;
  onChange: (next: Partial<CustomerSearch>) => unknown;
}

/** One box that finds; what narrows further opens on demand. */
export function SearchBar({ search, onChange }: SearchBarProps) {
  const t = useTexts(texts).list;
  const [open, setOpen] = useState(false);
  const count = narrowing(search).length;
  return (
    <search className={styles.head}>
      <div className={styles.bar}>
        <SearchField search={search} onChange={onChange} />
        <fieldset className={styles.filters} aria-label={t.filter}>
          {ACTIVITY.map((filter) => (
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
            onChange={({ target: { value } }) => {
              const sort = SORTS.find((each) => each === value);
              onChange({ sort: sort === 'recent' ? undefined : sort });
            }}
          >
            {SORTS.map((sort) => (
              <option key={sort} value={sort}>
                {t.sorts[sort]}
              </option>
            ))}
          </select>
          <Icon name="chevronDown" size={16} />
        </label>
        <Button
          variant="secondary"
          icon="filter"
          aria-expanded={open}
          aria-controls="more-filters"
          onClick={() => setOpen(!open)}
        >
          {t.moreFilters(count)}
        </Button>
      </div>
      <Filters search={search} open={open} onChange={onChange} />
    </search>
  );
}

function SearchField({ search, onChange }: SearchBarProps) {
  const t = useTexts(texts).list;
  const [typed, setTyped] = useTyped(search.q, (q) => onChange({ q }), 250);
  return (
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
  );
}
