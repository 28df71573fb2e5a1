import { useMutation, useQueryClient } from '@tanstack/react-query';
import { changeCustomer } from '../../api/customers';
import type { Customer } from '../../api/types';
import type { Versioned } from '../../api/versioned';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { StatusLine } from '../../ui/StatusLine';
import { Refusal } from '../shell/states';
import { type CustomerForm, changeOf, formOf } from './form';
import { customerQuery } from './queries';
import { texts } from './texts';

interface SavedProps {
  stored: Versioned<Customer>;
  /** The record before it was saved here; null while it was not. */
  before: CustomerForm | null;
}

/** Says that the record is saved, and takes it back on request. */
export function Saved({ stored, before }: SavedProps) {
  const t = useTexts(texts).page;
  const queries = useQueryClient();
  const undo = useMutation({
    mutationFn: (was: CustomerForm) =>
      changeCustomer(stored.data.id, stored.etag, changeOf(formOf(stored.data), was)),
    onSuccess: (saved) => {
      queries.setQueryData(customerQuery(stored.data.id).queryKey, saved);
      void queries.invalidateQueries({ queryKey: ['customers'] });
    },
  });
  const undone = undo.isSuccess && undo.variables === before;
  const changed = before !== null && Object.keys(changeOf(formOf(stored.data), before)).length > 0;
  return (
    <>
      <StatusLine
        action={
          before !== null &&
          changed &&
          !undone && (
            <Button
              size="small"
              variant="quiet"
              icon="undo"
              busy={undo.isPending}
              onClick={() => undo.mutate(before)}
            >
              {t.undo}
            </Button>
          )
        }
      >
        {before !== null && (undone ? t.undone : t.updated)}
      </StatusLine>
      <Refusal error={undo.error} />
    </>
  );
}
