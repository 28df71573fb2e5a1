import { useInfiniteQuery } from '@tanstack/react-query';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Select, TextField } from '../../ui/Field';
import { useMay } from '../session/me';
import { apiKeysQuery } from '../settings/queries';
import { membersQuery } from '../team/queries';
import styles from './Journal.module.css';
import { choices } from './say';
import { isNarrowed, type JournalSearch } from './search';
import { texts } from './texts';

interface FiltersProps {
  search: JournalSearch;
  onChange: (next: JournalSearch) => void;
}

const NOTHING: JournalSearch = {
  action: undefined,
  actor: undefined,
  subject: undefined,
  from: undefined,
  until: undefined,
};

export function JournalFilters({ search, onChange }: FiltersProps) {
  const t = useTexts(texts).filters;
  const { language } = useLanguage();
  const choose =
    (name: keyof JournalSearch) =>
    ({ target: { value } }: { target: { value: string } }) =>
      onChange({ [name]: value || undefined });
  return (
    <search aria-label={t.title}>
      <div className={styles.filters}>
        <Select label={t.action} value={search.action ?? ''} onChange={choose('action')}>
          <option value="">{t.anyAction}</option>
          {[...choices(language)].map(([group, actions]) => (
            <optgroup key={group} label={group}>
              {actions.map(({ action, label }) => (
                <option key={action} value={action}>
                  {label}
                </option>
              ))}
            </optgroup>
          ))}
        </Select>
        <Actors value={search.actor ?? ''} onChange={choose('actor')} />
        <TextField
          label={t.from}
          type="date"
          value={search.from ?? ''}
          max={search.until}
          onChange={choose('from')}
        />
        <TextField
          label={t.until}
          type="date"
          value={search.until ?? ''}
          min={search.from}
          onChange={choose('until')}
        />
      </div>
      {isNarrowed(search) && (
        <p className={styles.narrowed}>
          {search.subject && <span>{t.about}</span>}
          <Button size="small" variant="secondary" onClick={() => onChange(NOTHING)}>
            {t.reset}
          </Button>
        </p>
      )}
    </search>
  );
}

interface ActorsProps {
  value: string;
  onChange: (event: { target: { value: string } }) => void;
}

function Actors({ value, onChange }: ActorsProps) {
  const t = useTexts(texts).filters;
  const mayTeam = useMay('team:read');
  const mayKeys = useMay('keys:write');
  const members = useInfiniteQuery({ ...membersQuery, enabled: mayTeam });
  const keys = useInfiniteQuery({ ...apiKeysQuery, enabled: mayKeys });
  const people = members.data?.pages.flatMap(({ items }) => items) ?? [];
  const programs = keys.data?.pages.flatMap(({ items }) => items) ?? [];
  const known = [...people, ...programs].some(({ id }) => id === value);
  return (
    <Select label={t.actor} value={value} onChange={onChange}>
      <option value="">{t.anyone}</option>
      {value && !known && <option value={value}>{t.another}</option>}
      {people.length > 0 && (
        <optgroup label={t.members}>
          {people.map(({ id, first_name: name, email }) => (
            <option key={id} value={id}>
              {name ?? email}
            </option>
          ))}
        </optgroup>
      )}
      {programs.length > 0 && (
        <optgroup label={t.keys}>
          {programs.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </optgroup>
      )}
    </Select>
  );
}
