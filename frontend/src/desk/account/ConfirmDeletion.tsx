import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type AccountErasureBegun, type AccountPlan, eraseAccount } from '../../api/ownAccount';
import { isProblem } from '../../api/problems';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Password } from '../auth/Password';
import styles from '../erasure/Erasure.module.css';
import { PlanLists } from '../erasure/PlanLists';
import { useMe } from '../session/me';
import { Refusal } from '../shell/states';
import { texts } from './texts';

interface ConfirmDeletionProps {
  plan: AccountPlan;
  onBegun: (begun: AccountErasureBegun) => void;
  onClose: () => void;
  onAgain: () => void;
}

export function ConfirmDeletion({ plan, onBegun, onClose, onAgain }: ConfirmDeletionProps) {
  const t = useTexts(texts).erase;
  const { user } = useMe();
  const [password, setPassword] = useState('');
  const erase = useMutation({
    mutationFn: () => eraseAccount(plan.digest, password),
    onSuccess: onBegun,
  });
  const isWrong = isProblem(erase.error, 'WRONG_PASSWORD');
  const hasChanged = isProblem(erase.error, 'ERASURE_PLAN_CHANGED');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    erase.mutate();
  };
  return (
    <form className={styles.confirm} onSubmit={submit}>
      <PlanLists tables={plan.tables.filter(({ action }) => action !== 'keep')} names={t.tables} />
      <p className={styles.hint}>{t.stays}</p>
      <Banner tone="warn">
        <p>{t.forGood}</p>
      </Banner>
      <input type="hidden" name="username" autoComplete="username" value={user.email} />
      <Password
        label={t.password}
        hint={t.passwordHint}
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={isWrong ? t.wrong : undefined}
      />
      {!isWrong && <Refusal error={erase.error} />}
      <div className={styles.actions}>
        {hasChanged && (
          <Button variant="secondary" icon="refresh" onClick={onAgain}>
            {t.again}
          </Button>
        )}
        <Button variant="secondary" onClick={onClose}>
          {t.cancel}
        </Button>
        <Button type="submit" variant="danger" busy={erase.isPending}>
          {t.submit}
        </Button>
      </div>
    </form>
  );
}
