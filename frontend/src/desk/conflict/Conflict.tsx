import { type ReactNode, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import styles from './Conflict.module.css';
import { type Choice, compare, resolve } from './merge';
import { texts } from './texts';

interface ConflictProps<T extends object> {
  title: string;
  text: string;
  /** Names of the fields, as the form calls them. */
  fields: Record<keyof T & string, string>;
  base: T;
  mine: T;
  theirs: T;
  show: (field: keyof T & string, value: T[keyof T & string]) => ReactNode;
  onResolve: (merged: T) => void;
  onClose: () => void;
}

/** Someone saved first: shows what crossed, and lets one choose. Nothing typed is lost meanwhile. */
export function Conflict<T extends object>(props: ConflictProps<T>) {
  const { base, mine, theirs, fields } = props;
  const t = useTexts(texts);
  const { conflicts, myChanges, theirChanges } = compare(base, mine, theirs);
  const [choices, setChoices] = useState<Partial<Record<keyof T & string, Choice>>>({});
  const shown = (field: keyof T & string, value: T[keyof T & string]) =>
    value === null || value === '' ? t.empty : props.show(field, value);
  const list = (names: readonly (keyof T & string)[]) =>
    names.map((name) => fields[name]).join(', ');
  return (
    <Dialog
      open
      wide
      onClose={props.onClose}
      title={props.title}
      closeLabel={t.cancel}
      actions={
        <>
          <Button variant="secondary" onClick={props.onClose}>
            {t.cancel}
          </Button>
          <Button onClick={() => props.onResolve(resolve(base, mine, theirs, choices))}>
            {t.submit}
          </Button>
        </>
      }
    >
      <p>{props.text}</p>
      {conflicts.map(({ field }) => (
        <fieldset key={field} className={styles.field}>
          <legend>{t.choose(fields[field])}</legend>
          {(['mine', 'theirs'] as const).map((side) => (
            <label key={side} className={styles.side}>
              <input
                type="radio"
                name={field}
                checked={(choices[field] ?? 'mine') === side}
                onChange={() => setChoices({ ...choices, [field]: side })}
              />
              <span>
                <span className={styles.whose}>{t[side]}</span>
                <span className={styles.value}>
                  {shown(field, (side === 'mine' ? mine : theirs)[field])}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
      ))}
      {conflicts.length === 0 && <p>{t.noConflict}</p>}
      {theirChanges.length > 0 && (
        <p className={styles.note}>{t.theirChanges(list(theirChanges))}</p>
      )}
      {myChanges.length > 0 && <p className={styles.note}>{t.myChanges(list(myChanges))}</p>}
    </Dialog>
  );
}
