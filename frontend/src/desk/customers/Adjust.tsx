import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { adjust } from '../../api/cards';
import type { Card } from '../../api/types';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { unitName, useUnits } from '../../i18n/units';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Choice, FieldSet, TextField } from '../../ui/Field';
import { useGestureKey } from '../session/gesture';
import { Refusal } from '../shell/states';
import styles from './Cards.module.css';
import { cardChanged } from './queries';
import { texts } from './texts';

interface AdjustProps {
  card: Card;
  customerId: string;
  onClose: () => void;
}

/** Corrects a balance; no confirmation, because the line it writes can be reversed. */
export function Adjust({ card, customerId, onClose }: AdjustProps) {
  const t = useTexts(texts).adjust;
  const queries = useQueryClient();
  const { language } = useLanguage();
  const units = useUnits(card.program);
  const keyOf = useGestureKey();
  const [adding, setAdding] = useState(true);
  const [amount, setAmount] = useState('1');
  const [reason, setReason] = useState('');
  const count = Number(amount);
  const after = card.balance + (adding ? count : -count);
  const send = useMutation({
    mutationFn: () => {
      const body = { delta: adding ? count : -count, reason: reason.trim() };
      return adjust(card.id, body, keyOf(body));
    },
    onSuccess: () => {
      void cardChanged(queries, customerId);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (after >= 0) send.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={t.title} closeLabel={t.cancel}>
      <p>{t.text}</p>
      <form className={styles.dialogForm} onSubmit={submit}>
        <FieldSet legend={t.direction}>
          <div className={styles.segments}>
            <Choice
              type="radio"
              name="direction"
              label={t.add}
              checked={adding}
              onChange={() => setAdding(true)}
            />
            <Choice
              type="radio"
              name="direction"
              label={t.remove}
              checked={!adding}
              onChange={() => setAdding(false)}
            />
          </div>
        </FieldSet>
        <TextField
          data-autofocus
          label={t.amount(unitName(language, card.program, 2))}
          type="number"
          inputMode="numeric"
          min={1}
          max={1000}
          step={1}
          required
          value={amount}
          onChange={(event) => setAmount(event.target.value)}
          hint={after >= 0 && count > 0 ? t.result(units(after)) : undefined}
          error={after < 0 ? t.impossible : undefined}
        />
        <TextField
          label={t.reason}
          hint={t.reasonHint}
          required
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <Refusal error={send.error} />
        <div className={styles.dialogActions}>
          <Button variant="secondary" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button type="submit" busy={send.isPending}>
            {t.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
