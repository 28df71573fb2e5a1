import { useQuery } from '@tanstack/react-query';
import { useTexts } from '../../i18n/LanguageProvider';
import { Select, TextField } from '../../ui/Field';
import { locationsQuery, programsQuery } from '../programs/queries';
import { useMay } from '../session/me';
import { daysOf } from './periods';
import styles from './Statistics.module.css';
import { PRESETS, type Preset, type StatisticsSearch } from './search';
import { texts } from './texts';

interface PickerProps {
  search: StatisticsSearch;
  today: string;
  onChange: (next: StatisticsSearch) => void;
}

export function Picker({ search, today, onChange }: PickerProps) {
  const t = useTexts(texts);
  const programs = useQuery(programsQuery).data?.filter(({ status }) => status !== 'draft') ?? [];
  const places = useQuery({ ...locationsQuery, enabled: useMay('locations:read') }).data ?? [];
  const preset = search.period ?? '30d';
  const days = daysOf(search, today);
  const choose = (period: Preset) =>
    onChange({
      period: period === '30d' ? undefined : period,
      from: period === 'own' ? days.from : undefined,
      to: period === 'own' ? days.to : undefined,
    });
  return (
    <search aria-label={t.filters.title} className={styles.picker}>
      <Select
        label={t.period.label}
        value={preset}
        onChange={(event) => choose(event.target.value as Preset)}
      >
        {PRESETS.map((each) => (
          <option key={each} value={each}>
            {t.period[each]}
          </option>
        ))}
      </Select>
      {preset === 'own' && (
        <>
          <TextField
            label={t.period.from}
            type="date"
            value={days.from}
            max={days.to}
            onChange={({ target }) => target.value && onChange({ from: target.value })}
          />
          <TextField
            label={t.period.to}
            type="date"
            value={days.to}
            min={days.from}
            max={today}
            onChange={({ target }) => target.value && onChange({ to: target.value })}
          />
        </>
      )}
      <Select
        label={t.compare.label}
        value={search.compare ?? 'previous'}
        onChange={({ target }) =>
          onChange({
            compare: target.value === 'year' || target.value === 'none' ? target.value : undefined,
          })
        }
      >
        {(['previous', 'year', 'none'] as const).map((each) => (
          <option key={each} value={each}>
            {t.compare[each]}
          </option>
        ))}
      </Select>
      {(programs.length > 1 || search.program_id) && (
        <Select
          label={t.filters.program}
          value={search.program_id ?? ''}
          onChange={({ target }) => onChange({ program_id: target.value || undefined })}
        >
          <option value="">{t.filters.anyProgram}</option>
          {programs.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
      {(places.length > 1 || search.location_id) && (
        <Select
          label={t.filters.location}
          value={search.location_id ?? ''}
          onChange={({ target }) => onChange({ location_id: target.value || undefined })}
        >
          <option value="">{t.filters.anyLocation}</option>
          {places.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </search>
  );
}
