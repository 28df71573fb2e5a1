import { useQuery } from '@tanstack/react-query';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Select, TextField } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { programsQuery } from '../programs/queries';
import { CONSENTED, type CustomerSearch, OCCASIONS } from '../search';
import { monthName, monthNames } from './birthday';
import styles from './CustomerList.module.css';
import { tagsQuery } from './queries';
import { texts } from './texts';
import { useTyped } from './useTyped';

const NARROWING = [
  'tag',
  'city',
  'consent',
  'has_email',
  'program_id',
  'birthday_month',
  'occasion',
] as const;
type Narrowing = (typeof NARROWING)[number];

/** Which filters beyond search and activity are set. */
export function narrowing(search: CustomerSearch): Narrowing[] {
  return NARROWING.filter((name) => search[name] !== undefined);
}

interface FiltersProps {
  search: CustomerSearch;
  open: boolean;
  onChange: (next: Partial<CustomerSearch>) => unknown;
}

export function Filters({ search, open, onChange }: FiltersProps) {
  const t = useTexts(texts).list;
  const { language } = useLanguage();
  const { data: tags = [] } = useQuery({ ...tagsQuery, enabled: open });
  const { data: programs = [] } = useQuery({ ...programsQuery, enabled: open });
  const choose =
    (name: Narrowing) =>
    ({ target: { value } }: { target: { value: string } }) =>
      onChange({ [name]: value || undefined });
  return (
    <>
      <div id="more-filters" className={styles.more} hidden={!open}>
        <Select label={t.by.tag} value={search.tag ?? ''} onChange={choose('tag')}>
          <option value="">{t.any}</option>
          {/* One that a link brought may have left the notebook since. */}
          {search.tag && !tags.some(({ tag }) => tag === search.tag) && (
            <option value={search.tag}>{search.tag}</option>
          )}
          {tags.map(({ tag, customers }) => (
            <option key={tag} value={tag}>
              {`${tag} (${customers})`}
            </option>
          ))}
        </Select>
        <City value={search.city} onChange={(city) => onChange({ city })} />
        <Select label={t.by.consent} value={search.consent ?? ''} onChange={choose('consent')}>
          <option value="">{t.any}</option>
          {CONSENTED.map((purpose) => (
            <option key={purpose} value={purpose}>
              {t.consented[purpose]}
            </option>
          ))}
        </Select>
        <Select
          label={t.by.has_email}
          value={search.has_email ?? ''}
          onChange={choose('has_email')}
        >
          <option value="">{t.any}</option>
          <option value="true">{t.email.true}</option>
          <option value="false">{t.email.false}</option>
        </Select>
        <Select
          label={t.by.program_id}
          value={search.program_id ?? ''}
          onChange={choose('program_id')}
        >
          <option value="">{t.any}</option>
          {programs.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        <Select
          label={t.by.birthday_month}
          value={search.birthday_month ?? ''}
          onChange={choose('birthday_month')}
        >
          <option value="">{t.any}</option>
          {monthNames(language).map((name, index) => (
            <option key={name} value={index + 1}>
              {name}
            </option>
          ))}
        </Select>
        <Select label={t.by.occasion} value={search.occasion ?? ''} onChange={choose('occasion')}>
          <option value="">{t.any}</option>
          {OCCASIONS.map((occasion) => (
            <option key={occasion} value={occasion}>
              {t.occasions[occasion]}
            </option>
          ))}
        </Select>
      </div>
      <Chips search={search} onChange={onChange} />
    </>
  );
}

function City({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (city: string | undefined) => void;
}) {
  const t = useTexts(texts).list;
  const [typed, setTyped] = useTyped(value, onChange, 400);
  return (
    <TextField
      label={t.by.city}
      autoComplete="off"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}

/** What narrows the list stays in sight, and goes with a click. */
function Chips({ search, onChange }: Omit<FiltersProps, 'open'>) {
  const t = useTexts(texts).list;
  const { language } = useLanguage();
  const set = narrowing(search);
  const { data: programs = [] } = useQuery({
    ...programsQuery,
    enabled: search.program_id !== undefined,
  });
  if (set.length === 0) return null;
  const shown: Record<Narrowing, string | undefined> = {
    tag: search.tag,
    city: search.city,
    consent: search.consent && t.consented[search.consent],
    has_email: search.has_email && t.email[search.has_email],
    program_id: programs.find(({ id }) => id === search.program_id)?.name ?? '…',
    birthday_month: search.birthday_month && monthName(Number(search.birthday_month), language),
    occasion: search.occasion && t.occasions[search.occasion],
  };
  return (
    <ul className={styles.chips} aria-label={t.narrowed}>
      {set.map((name) => (
        <li key={name}>
          <button
            type="button"
            aria-label={t.removeFilter(t.by[name], shown[name] ?? '')}
            onClick={() => onChange({ [name]: undefined })}
          >
            <span>
              {t.by[name]} <strong>{shown[name]}</strong>
            </span>
            <Icon name="close" size={16} />
          </button>
        </li>
      ))}
    </ul>
  );
}
