import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { chooseHolidays, type Holidays, type RequestCalendar } from '../../api/requestCalendar';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Select } from '../../ui/Field';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import { useMay } from '../session/me';
import { Loaded, Refusal } from '../shell/states';
import styles from './PrivacySettings.module.css';
import { calendarQuery } from './queries';
import { settingsTexts } from './settingsTexts';

const CALENDARS: readonly Holidays[] = ['fr', 'fr-alsace-moselle', 'be'];

/** Whose public holidays move a deadline. */
export function HolidayChoice() {
  const t = useTexts(settingsTexts).holidays;
  const query = useQuery(calendarQuery);
  return (
    <Sheet className={styles.section} aria-labelledby="holidays">
      <div>
        <h2 id="holidays">{t.title}</h2>
        <p className={styles.lead}>{t.lead}</p>
      </div>
      <Loaded query={query} lines={2}>
        {(calendar) => <Form calendar={calendar} />}
      </Loaded>
    </Sheet>
  );
}

function Form({ calendar }: { calendar: RequestCalendar }) {
  const all = useTexts(settingsTexts);
  const t = all.holidays;
  const queries = useQueryClient();
  const mayWrite = useMay('privacy:write');
  const [holidays, setHolidays] = useState(calendar.holidays);
  const save = useMutation({
    mutationFn: () => chooseHolidays(holidays),
    onSuccess: (saved) => queries.setQueryData(calendarQuery.queryKey, saved),
  });
  const isDirty = holidays !== calendar.holidays;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <Select
        label={t.label}
        value={holidays}
        disabled={!mayWrite}
        onChange={({ target }) => setHolidays(target.value as Holidays)}
      >
        {CALENDARS.map((each) => (
          <option key={each} value={each}>
            {t.names[each]}
          </option>
        ))}
      </Select>
      <Refusal error={save.error} />
      {mayWrite && (
        <div className={styles.row}>
          <Button type="submit" variant="secondary" busy={save.isPending} disabled={!isDirty}>
            {t.save}
          </Button>
          <StatusLine>{save.isSuccess && !isDirty && all.saved}</StatusLine>
        </div>
      )}
    </form>
  );
}
