import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { changeCustomer, getCustomer } from '../../api/customers';
import { isProblem } from '../../api/problems';
import type { Customer } from '../../api/types';
import type { Versioned } from '../../api/versioned';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Refusal } from '../shell/states';
import { CustomerFields } from './CustomerFields';
import styles from './CustomerFields.module.css';
import { Duplicate } from './Duplicate';
import { type CustomerForm, changeOf, formOf, halfBirthday, isNobody } from './form';
import { customerQuery } from './queries';
import { RecordConflict } from './RecordConflict';
import { texts } from './texts';

interface EditCustomerProps {
  stored: Versioned<Customer>;
  onClose: () => void;
  /** What was there before, for taking it back. */
  onSaved: (before: CustomerForm) => void;
}

export function EditCustomer({ stored, onClose, onSaved }: EditCustomerProps) {
  const t = useTexts(texts);
  const queries = useQueryClient();
  const { id } = stored.data;
  // What editing began from: the page behind may be read anew meanwhile.
  const [base, setBase] = useState(stored);
  const [form, setForm] = useState(() => formOf(stored.data));
  const [theirs, setTheirs] = useState<Versioned<Customer> | null>(null);
  const [lack, setLack] = useState<'oneNeeded' | 'halfBirthday' | null>(null);
  const save = useMutation({
    mutationFn: ({ from, wanted }: { from: Versioned<Customer>; wanted: CustomerForm }) =>
      changeCustomer(id, from.etag, changeOf(formOf(from.data), wanted)),
    onSuccess: (saved, { from }) => {
      queries.setQueryData(customerQuery(id).queryKey, saved);
      void queries.invalidateQueries({ queryKey: ['customers'] });
      onSaved(formOf(from.data));
    },
    onError: async (error) => {
      if (isProblem(error, 'STALE')) setTheirs(await getCustomer(id));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const missing = isNobody(form) ? 'oneNeeded' : halfBirthday(form) ? 'halfBirthday' : null;
    setLack(missing);
    if (!missing) save.mutate({ from: base, wanted: form });
  };
  if (theirs) {
    return (
      <RecordConflict
        base={formOf(base.data)}
        mine={form}
        theirs={formOf(theirs.data)}
        onClose={() => setTheirs(null)}
        onResolve={(merged) => {
          setForm(merged);
          setBase(theirs);
          setTheirs(null);
          save.mutate({ from: theirs, wanted: merged });
        }}
      />
    );
  }
  const duplicate = isProblem(save.error, 'DUPLICATE_CUSTOMER') ? save.error : null;
  return (
    <Dialog open wide onClose={onClose} title={t.form.editTitle} closeLabel={t.form.cancel}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <CustomerFields form={form} onChange={setForm} error={save.error} />
        {lack && (
          <p role="alert" className={styles.alert}>
            {t.form[lack]}
          </p>
        )}
        {duplicate ? (
          <Duplicate customerId={duplicate.extra<string>('customer_id')} />
        ) : (
          <Refusal error={isProblem(save.error, 'STALE') ? null : save.error} />
        )}
        <div className={styles.actions}>
          <Button variant="secondary" onClick={onClose}>
            {t.form.cancel}
          </Button>
          <Button type="submit" busy={save.isPending}>
            {t.form.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
