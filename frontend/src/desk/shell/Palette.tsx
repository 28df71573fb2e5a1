import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react';
import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Avatar } from '../../ui/Avatar';
import { Dialog } from '../../ui/Dialog';
import { Icon } from '../../ui/Icon';
import { Marks } from '../customers/Marks';
import { nameOf, shownPhone } from '../customers/names';
import { foundCustomersQuery } from '../customers/queries';
import type { EarlyKeys } from './earlyKeys';
import styles from './Palette.module.css';
import { useSettled } from './settled';
import { Refusal } from './states';
import { texts } from './texts';

/** Find a customer from anywhere: type, arrow down, Enter. */
export function Palette({ early, onClose }: { early: EarlyKeys; onClose: () => void }) {
  const t = useTexts(texts).palette;
  const router = useRouter();
  const base = useId();
  const [typed, setTyped] = useState('');
  const [place, setPlace] = useState(0);
  // The dialog has taken the focus by now.
  useEffect(() => {
    const before = early.end();
    if (before) setTyped((since) => before + since);
  }, [early]);
  const q = useSettled(typed.trim(), 200);
  const found = useQuery({ ...foundCustomersQuery(q), placeholderData: keepPreviousData });
  const enough = q.length >= 2;
  const customers = enough ? (found.data?.items ?? []) : [];
  // The last line leads to the whole list.
  const lines = enough && customers.length > 0 ? customers.length + 1 : 0;
  const optionId = (index: number) => `${base}-${index}`;

  const open = (customer: Customer | undefined) => {
    onClose();
    void (customer
      ? router.navigate({ to: '/customers/$customerId', params: { customerId: customer.id } })
      : router.navigate({ to: '/customers', search: { q } }));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && lines > 0) {
      event.preventDefault();
      setPlace((place + step + lines) % lines);
    }
    if (event.key === 'Enter' && lines > 0) {
      event.preventDefault();
      open(customers[place]);
    }
  };
  return (
    <Dialog open wide onClose={onClose} title={t.title} closeLabel={t.close}>
      <div className={styles.field}>
        <Icon name="search" />
        <input
          data-autofocus
          type="search"
          role="combobox"
          aria-label={t.title}
          aria-expanded={lines > 0}
          aria-controls={`${base}-list`}
          aria-activedescendant={lines > 0 ? optionId(place) : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder={t.placeholder}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setPlace(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <p role="status" className={styles.status}>
        {!enough ? t.hint : found.data ? (lines ? t.results(customers.length) : t.none) : ''}
      </p>
      <Refusal error={found.error} />
      <div role="listbox" id={`${base}-list`} aria-label={t.title} className={styles.list}>
        {customers.map((customer, index) => (
          <Line
            key={customer.id}
            id={optionId(index)}
            selected={index === place}
            onPoint={() => setPlace(index)}
            onChoose={() => open(customer)}
          >
            <Avatar id={customer.id} name={nameOf(customer, '')} size="small" />
            <span className={styles.name}>
              {nameOf(customer, t.nameless)}
              <Marks customer={customer} />
            </span>
            <span className={styles.contact}>{shownPhone(customer.phone) || customer.email}</span>
          </Line>
        ))}
        {lines > 0 && (
          <Line
            id={optionId(lines - 1)}
            selected={place === lines - 1}
            onPoint={() => setPlace(lines - 1)}
            onChoose={() => open(undefined)}
          >
            <span className={styles.name}>{t.all(q)}</span>
            <Icon name="arrowRight" size={18} />
          </Line>
        )}
      </div>
    </Dialog>
  );
}

interface LineProps {
  id: string;
  selected: boolean;
  onPoint: () => void;
  onChoose: () => void;
  children: ReactNode;
}

/** The focus stays in the input, which names the selected line: lines themselves take none. */
function Line({ id, selected, onPoint, onChoose, children }: LineProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the input does it
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    <div
      role="option"
      id={id}
      aria-selected={selected}
      className={styles.line}
      onPointerMove={onPoint}
      onClick={onChoose}
    >
      {children}
    </div>
  );
}
