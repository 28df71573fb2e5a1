import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { createCustomer } from '../../api/customers';
import { isProblem } from '../../api/problems';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Refusal } from '../shell/states';
import { CustomerFields } from './CustomerFields';
import styles from './CustomerFields.module.css';
import { Duplicate } from './Duplicate';
import { EMPTY, halfBirthday, isNobody, recordOf } from './form';
import { texts } from './texts';

export function NewCustomer({ onClose }: { onClose: () => void }) {
  const t = useTexts(texts).form;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [form, setForm] = useState(EMPTY);
  const [lack, setLack] = useState<'oneNeeded' | 'halfBirthday' | null>(null);
  const create = useMutation({
    mutationFn: (allowDuplicate: boolean) =>
      createCustomer({ ...recordOf(form), ...(allowDuplicate && { allow_duplicate: true }) }),
    onSuccess: (customer) => {
      void queries.invalidateQueries({ queryKey: ['customers', 'list'] });
      void queries.invalidateQueries({ queryKey: ['overview'] });
      void navigate({ to: '/customers/$customerId', params: { customerId: customer.id } });
    },
  });
  const duplicate = isProblem(create.error, 'DUPLICATE_CUSTOMER') ? create.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const missing = isNobody(form) ? 'oneNeeded' : halfBirthday(form) ? 'halfBirthday' : null;
    setLack(missing);
    if (!missing) create.mutate(false);
  };
  return (
    <Dialog open wide onClose={onClose} title={t.title} closeLabel={t.cancel}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <CustomerFields
          brief
          form={form}
          onChange={(next) => {
            setForm(next);
            // A changed number may be nobody's double any more.
            if (duplicate) create.reset();
          }}
          error={create.error}
        />
        {lack && (
          <p role="alert" className={styles.alert}>
            {t[lack]}
          </p>
        )}
        {duplicate ? (
          <Duplicate
            customerId={duplicate.extra<string>('customer_id')}
            anyway={t.createAnyway}
            busy={create.isPending}
            onAnyway={() => create.mutate(true)}
          />
        ) : (
          <Refusal error={create.error} />
        )}
        <div className={styles.actions}>
          <Button variant="secondary" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button type="submit" busy={create.isPending}>
            {t.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
