import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { reverse } from '../../api/cards';
import type { Card, Entry } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { useUnits } from '../../i18n/units';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/Field';
import { useGestureKey } from '../session/gesture';
import { Refusal } from '../shell/states';
import styles from './Cards.module.css';
import { cardChanged } from './queries';
import { texts } from './texts';

interface ReverseProps {
  card: Card;
  entry: Entry;
  customerId: string;
  what: string;
  onClose: () => void;
  onReversed: () => void;
}

/** A line is reversed once and for good, so it says what the balance will be before it does. */
export function Reverse({ card, entry, customerId, what, onClose, onReversed }: ReverseProps) {
  const t = useTexts(texts);
  const queries = useQueryClient();
  const units = useUnits(card.program);
  const keyOf = useGestureKey();
  const [reason, setReason] = useState('');
  const send = useMutation({
    mutationFn: () => {
      const body = { entry_id: entry.id, ...(reason.trim() && { reason: reason.trim() }) };
      return reverse(card.id, body, keyOf(body));
    },
    onSuccess: () => {
      void cardChanged(queries, customerId);
      onReversed();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={t.timeline.reverseTitle} closeLabel={t.adjust.cancel}>
      <p>
        {what}. {t.adjust.result(units(Math.max(0, card.balance - entry.delta)))}
      </p>
      <form className={styles.dialogForm} onSubmit={submit}>
        <TextField
          label={t.adjust.reason}
          optional={t.form.optional}
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <Refusal error={send.error} />
        <div className={styles.dialogActions}>
          <Button variant="secondary" onClick={onClose}>
            {t.timeline.keep}
          </Button>
          <Button type="submit" busy={send.isPending}>
            {t.timeline.reverseTitle}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
