import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type RestrictionReason, restrictCustomer } from '../../api/restriction';
import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { Dialog } from '../../ui/Dialog';
import { Choice, FieldSet } from '../../ui/Field';
import { nameOf } from '../customers/names';
import { customerQuery } from '../customers/queries';
import { texts as notebook } from '../customers/texts';
import { Refusal } from '../shell/states';
import { restrictionQuery } from './queries';
import styles from './Restriction.module.css';
import { texts } from './texts';

const REASONS: readonly RestrictionReason[] = ['accuracy', 'unlawful', 'legal_claims', 'objection'];

export function RestrictDialog({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const all = useTexts(texts);
  const t = all.dialog;
  const { list } = useTexts(notebook);
  const queries = useQueryClient();
  const [reason, setReason] = useState<RestrictionReason>('accuracy');
  const restrict = useMutation({
    mutationFn: () => restrictCustomer(customer.id, reason),
    onSuccess: async (made) => {
      queries.setQueryData(restrictionQuery(customer.id).queryKey, made);
      await queries.invalidateQueries(customerQuery(customer.id));
      void queries.invalidateQueries({ queryKey: ['customers'] });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    restrict.mutate();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.title(nameOf(customer, list.anonymous))}
      closeLabel={t.cancel}
    >
      <form className={styles.form} onSubmit={submit}>
        <p>{t.lead}</p>
        <FieldSet legend={t.reason}>
          <div>
            {REASONS.map((each) => (
              <Choice
                key={each}
                type="radio"
                name="reason"
                label={all.use.reasons[each]}
                checked={reason === each}
                onChange={() => setReason(each)}
              />
            ))}
          </div>
        </FieldSet>
        <Refusal error={restrict.error} />
        <div className={cx(styles.actions, styles.end)}>
          <Button variant="secondary" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button type="submit" busy={restrict.isPending}>
            {t.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
