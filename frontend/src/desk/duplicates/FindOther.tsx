import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Avatar } from '../../ui/Avatar';
import { TextField } from '../../ui/Field';
import { Sheet } from '../../ui/Sheet';
import { Marks } from '../customers/Marks';
import { nameOf, shownPhone } from '../customers/names';
import { foundCustomersQuery } from '../customers/queries';
import { useSettled } from '../shell/settled';
import { Refusal } from '../shell/states';
import styles from './Duplicates.module.css';
import { texts } from './texts';

interface FindOtherProps {
  of: Customer;
  name: string;
  onChoose: (id: string) => void;
}

export function FindOther({ of, name, onChoose }: FindOtherProps) {
  const t = useTexts(texts);
  // Most doubles share a name: the search begins with it.
  const [typed, setTyped] = useState(of.last_name ?? of.first_name ?? '');
  const q = useSettled(typed.trim(), 250);
  const found = useQuery({ ...foundCustomersQuery(q), placeholderData: keepPreviousData });
  const others = q.length < 2 ? [] : (found.data?.items ?? []).filter(({ id }) => id !== of.id);
  return (
    <Sheet className={styles.part} aria-labelledby="other">
      <h2 id="other">{t.merge.choose}</h2>
      <p className={styles.hint}>{t.merge.chooseText(name)}</p>
      <TextField
        label={t.merge.search}
        type="search"
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <p role="status" className={styles.hint}>
        {found.data &&
          q.length >= 2 &&
          (others.length ? t.merge.found(others.length) : t.merge.nobody)}
      </p>
      <Refusal error={found.error} />
      <ul className={styles.found}>
        {others.map((other) => (
          <li key={other.id}>
            <button type="button" onClick={() => onChoose(other.id)}>
              <Avatar id={other.id} name={nameOf(other, '')} size="small" />
              <strong>{nameOf(other, t.nameless)}</strong>
              <Marks customer={other} />
              <span>{[shownPhone(other.phone), other.email].filter(Boolean).join(' · ')}</span>
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
