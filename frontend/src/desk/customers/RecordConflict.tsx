import { useTexts } from '../../i18n/LanguageProvider';
import { Conflict } from '../conflict/Conflict';
import { useFieldNames, useShownField } from './fieldNames';
import type { CustomerForm } from './form';
import { texts } from './texts';

interface RecordConflictProps {
  base: CustomerForm;
  mine: CustomerForm;
  theirs: CustomerForm;
  onResolve: (merged: CustomerForm) => void;
  onClose: () => void;
}

/** Two people edited the same record. */
export function RecordConflict(props: RecordConflictProps) {
  const t = useTexts(texts).conflict;
  const fields = useFieldNames();
  const shown = useShownField();
  return (
    <Conflict
      {...props}
      title={t.title}
      text={t.text}
      fields={fields}
      show={(field, value) => shown(field, value)}
    />
  );
}
