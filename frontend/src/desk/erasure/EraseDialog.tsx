import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { type ErasurePlan, eraseCustomer } from '../../api/erasures';
import { isProblem } from '../../api/problems';
import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Choice } from '../../ui/Field';
import { nameOf } from '../customers/names';
import { texts as notebook } from '../customers/texts';
import { Loaded, Refusal } from '../shell/states';
import styles from './Erasure.module.css';
import { PlanLists } from './PlanLists';
import { planQuery } from './queries';
import { texts } from './texts';

interface EraseDialogProps {
  customer: Customer;
  onClose: () => void;
}

/** What would go and what would stay, in plain words, before anything does. */
export function EraseDialog({ customer, onClose }: EraseDialogProps) {
  const t = useTexts(texts).dialog;
  const { list } = useTexts(notebook);
  const query = useQuery(planQuery(customer.id));
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t.title(nameOf(customer, list.anonymous))}
      closeLabel={t.close}
    >
      <Loaded query={query} lines={8}>
        {(plan) => (
          <Confirm
            key={plan.digest}
            plan={plan}
            customerId={customer.id}
            onClose={onClose}
            onAgain={() => void query.refetch()}
          />
        )}
      </Loaded>
    </Dialog>
  );
}

interface ConfirmProps {
  plan: ErasurePlan;
  customerId: string;
  onClose: () => void;
  onAgain: () => void;
}

function Confirm({ plan, customerId, onClose, onAgain }: ConfirmProps) {
  const t = useTexts(texts).dialog;
  const navigate = useNavigate();
  const [understood, setUnderstood] = useState(false);
  const erase = useMutation({
    mutationFn: () => eraseCustomer(customerId, plan.digest),
    onSuccess: ({ id }) =>
      navigate({ to: '/privacy/erasures/$erasureId', params: { erasureId: id } }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (understood) erase.mutate();
  };
  const isHeld = plan.held.length > 0;
  return (
    <form className={styles.confirm} onSubmit={submit}>
      {plan.persons > 1 && <p>{t.persons(plan.persons)}</p>}
      <PlanLists tables={plan.tables} />
      <Banner tone="warn">
        <p>
          {t.cards} {t.forGood}
        </p>
        {plan.needs_approval && <p>{t.approval}</p>}
      </Banner>
      {isHeld && (
        <Banner tone="danger" icon="lock">
          <p>{t.held}</p>
        </Banner>
      )}
      <Choice
        type="checkbox"
        label={t.understood}
        checked={understood}
        onChange={(event) => setUnderstood(event.target.checked)}
      />
      <Refusal error={erase.error} />
      <div className={styles.actions}>
        {isProblem(erase.error, 'ERASURE_PLAN_CHANGED') && (
          <Button variant="secondary" icon="refresh" onClick={onAgain}>
            {t.again}
          </Button>
        )}
        <Button variant="secondary" onClick={onClose}>
          {t.cancel}
        </Button>
        <Button
          type="submit"
          variant="danger"
          busy={erase.isPending}
          disabled={!understood || isHeld}
        >
          {plan.needs_approval ? t.submitAsk : t.submit}
        </Button>
      </div>
    </form>
  );
}
