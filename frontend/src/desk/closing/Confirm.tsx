import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { closeMerchant, purgeMerchant } from '../../api/closure';
import { isProblem } from '../../api/problems';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Password } from '../auth/Password';
import erasure from '../erasure/Erasure.module.css';
import { useMe, useMembership } from '../session/me';
import { Refusal } from '../shell/states';
import { texts } from './texts';

interface ConfirmProps {
  act: 'close' | 'purge';
  onClose: () => void;
}

/** What it means is said, and the password asked once more. */
export function Confirm({ act, onClose }: ConfirmProps) {
  const t = useTexts(texts);
  const words = t.confirm[act];
  const { user } = useMe();
  const { merchant_name: shop } = useMembership();
  const queries = useQueryClient();
  const [password, setPassword] = useState('');
  const confirm = useMutation({
    mutationFn: () => (act === 'close' ? closeMerchant : purgeMerchant)(password),
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClose();
    },
  });
  const isWrong = isProblem(confirm.error, 'WRONG_PASSWORD');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={words.title(shop)} closeLabel={t.cancel}>
      <form className={erasure.confirm} onSubmit={submit}>
        <Banner tone="warn">
          <p>{words.text}</p>
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
        {!isWrong && <Refusal error={confirm.error} />}
        <div className={erasure.actions}>
          <Button variant="secondary" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button type="submit" variant="danger" busy={confirm.isPending}>
            {words.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
