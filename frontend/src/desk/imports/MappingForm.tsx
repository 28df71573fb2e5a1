import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type Import, type ImportColumn, type ImportField, mapImport } from '../../api/imports';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { Icon } from '../../ui/Icon';
import { Sheet } from '../../ui/Sheet';
import { Refusal } from '../shell/states';
import { fieldTexts, GROUPS, type Group } from './fields';
import styles from './Imports.module.css';
import { MappingOptions } from './MappingOptions';
import { assign, lacks, mappingOf, NO_OPTIONS, sentOptions, takenTwice } from './mapping';
import { importQuery } from './queries';
import { texts } from './texts';

interface MappingFormProps {
  stored: Import;
  onChecking: () => void;
}

export function MappingForm({ stored, onChecking }: MappingFormProps) {
  const t = useTexts(texts).mapping;
  const queries = useQueryClient();
  const [mapping, setMapping] = useState(() => mappingOf(stored));
  const [options, setOptions] = useState(() => ({ ...NO_OPTIONS, ...stored.options }));
  const [tried, setTried] = useState(false);
  const twice = takenTwice(mapping);
  const missing = lacks(mapping, options);
  const check = useMutation({
    mutationFn: () => mapImport(stored.id, { mapping, options: sentOptions(mapping, options) }),
    onSuccess: (checking) => {
      queries.removeQueries({ queryKey: ['imports', stored.id, 'rows'] });
      queries.setQueryData(importQuery(stored.id).queryKey, checking);
      onChecking();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (missing.size === 0) check.mutate();
  };
  return (
    <form className={styles.stack} onSubmit={submit} noValidate>
      <Sheet className={styles.part} aria-labelledby="columns">
        <h2 id="columns">{t.title}</h2>
        <p className={styles.hint}>
          {stored.mapping_from === 'remembered' ? t.remembered : t.text}
        </p>
        <table className={styles.columns}>
          <thead>
            <tr>
              <th scope="col">{t.column}</th>
              <th scope="col">{t.samples}</th>
              <th scope="col">{t.field}</th>
            </tr>
          </thead>
          <tbody>
            {stored.columns.map((column) => (
              <ColumnLine
                key={column.index}
                column={column}
                field={mapping[column.index] ?? ''}
                twice={twice.has(String(column.index))}
                onChoose={(field) => setMapping(assign(mapping, column.index, field))}
              />
            ))}
          </tbody>
        </table>
        {tried && missing.has('nobody') && (
          <p role="alert" className={styles.wrong}>
            <Icon name="warning" size={18} />
            {t.nobody}
          </p>
        )}
      </Sheet>
      <MappingOptions
        mapping={mapping}
        options={options}
        missing={tried ? missing : new Set()}
        onChange={setOptions}
      />
      <Refusal error={check.error} />
      <div className={styles.actions}>
        <p className={styles.hint}>{t.safe}</p>
        <Button type="submit" busy={check.isPending}>
          {t.submit}
        </Button>
      </div>
    </form>
  );
}

interface ColumnLineProps {
  column: ImportColumn;
  field: string;
  twice: boolean;
  onChoose: (field: ImportField | '') => void;
}

function ColumnLine({ column, field, twice, onChoose }: ColumnLineProps) {
  const t = useTexts(texts);
  const { fields } = useTexts(fieldTexts);
  const name = column.header || t.mapping.unnamed(column.index + 1);
  const error = `twice-${column.index}`;
  return (
    <tr className={cx(!field && styles.ignored)}>
      <th scope="row">{name}</th>
      <td className={styles.samples}>
        {column.samples.slice(0, 3).join(' · ') || <em>{t.mapping.noSample}</em>}
      </td>
      <td>
        <span className={styles.select}>
          <select
            aria-label={t.mapping.fieldOf(name)}
            aria-invalid={twice || undefined}
            aria-describedby={twice ? error : undefined}
            value={field}
            onChange={(event) => onChoose(event.target.value as ImportField | '')}
          >
            <option value="">{t.mapping.ignore}</option>
            {(Object.keys(GROUPS) as Group[]).map((group) => (
              <optgroup key={group} label={t.groups[group]}>
                {GROUPS[group].map((each) => (
                  <option key={each} value={each}>
                    {fields[each]}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
          <Icon name="chevronDown" size={16} />
        </span>
        {twice && (
          <p id={error} className={styles.wrong}>
            {t.mapping.twice}
          </p>
        )}
      </td>
    </tr>
  );
}
