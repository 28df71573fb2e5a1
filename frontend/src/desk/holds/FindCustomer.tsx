import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Marks } from '../customers/Marks';
import { nameOf, shownPhone } from '../customers/names';
import { foundCustomersQuery } from '../customers/queries';
import { useSettled } from '../shell/settled';
import { Refusal } from '../shell/states';
import styles from './Holds.module.css';
import { texts } from './texts';

export interface Found {
  id: string;
  name: string;
}

interface FindCustomerProps {
  chosen: Found | null;
  onChoose: (found: Found | null) => void;
  error: ReactNode;
}

/** Type, choose one; shown with a way back. */
export function FindCustomer({ chosen, onChoose, error }: FindCustomerProps) {
  const all = useTexts(texts);
  const t = all.place;
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim(), 250);
  const query = useQuery({ ...foundCustomersQuery(q), placeholderData: keepPreviousData });
  if (chosen) {
    return (
      <div className={styles.chosen}>
        <Avatar id={chosen.id} name={chosen.name} size="small" />
        <strong>{chosen.name}</strong>
        <Button variant="quiet" size="small" onClick={() => onChoose(null)}>
          {t.other}
        </Button>
      </div>
    );
  }
  const found = q.length < 2 ? [] : (query.data?.items ?? []);
  return (
    <div>
      <TextField
        label={t.search}
        hint={t.searchHint}
        error={error}
        type="search"
        autoComplete="off"
        data-autofocus
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <p role="status" className={styles.detail}>
        {query.data && q.length >= 2 && (found.length ? t.found : t.nobody)}
      </p>
      <Refusal error={query.error} />
      <ul className={styles.found}>
        {found.map((each) => {
          const name = nameOf(each, all.nameless);
          return (
            <li key={each.id}>
              <button type="button" onClick={() => onChoose({ id: each.id, name })}>
                <Avatar id={each.id} name={name} size="small" />
                <strong>{name}</strong>
                <Marks customer={each} />
                <span>{[shownPhone(each.phone), each.email].filter(Boolean).join(' · ')}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
