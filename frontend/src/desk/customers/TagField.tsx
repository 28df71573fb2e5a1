import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Field } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { tagsQuery } from './queries';
import styles from './TagField.module.css';
import { addTag } from './tags';
import { texts } from './texts';

interface TagFieldProps {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  value: readonly string[];
  onChange: (tags: readonly string[]) => void;
}

/** The shop's own words, with those in use already offered: the same thing gets the same word. */
export function TagField({ label, hint, error, value, onChange }: TagFieldProps) {
  const t = useTexts(texts).form;
  const list = useId();
  const { data: known = [] } = useQuery(tagsQuery);
  const [typed, setTyped] = useState('');
  const add = (text: string) => {
    onChange(addTag(value, text));
    setTyped('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.key === 'Enter' || event.key === ',') && typed.trim()) {
      event.preventDefault();
      add(typed);
    }
    if (event.key === 'Backspace' && !typed && value.length > 0) onChange(value.slice(0, -1));
  };
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => (
        <div className={styles.box}>
          {value.length > 0 && (
            <ul className={styles.tags}>
              {value.map((tag) => (
                <li key={tag}>
                  {tag}
                  <button
                    type="button"
                    aria-label={t.tagRemove(tag)}
                    onClick={() => onChange(value.filter((each) => each !== tag))}
                  >
                    <Icon name="close" size={14} />
                  </button>
                </li>
              ))}
            </ul>
          )}
          <input
            {...wiring}
            list={list}
            maxLength={30}
            autoComplete="off"
            placeholder={t.tagAdd}
            value={typed}
            onChange={({ target, nativeEvent }) => {
              // Chosen from the list: no key follows that would add it.
              const { inputType } = nativeEvent as InputEvent;
              if (!inputType || inputType === 'insertReplacementText') add(target.value);
              else setTyped(target.value);
            }}
            onKeyDown={onKeyDown}
            onBlur={() => typed.trim() && add(typed)}
          />
          <datalist id={list}>
            {known
              .filter(({ tag }) => !value.includes(tag))
              .map(({ tag }) => (
                <option key={tag} value={tag} />
              ))}
          </datalist>
        </div>
      )}
    </Field>
  );
}
