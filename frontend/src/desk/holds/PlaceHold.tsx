import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { placeHold } from '../../api/retention';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextArea, TextField } from '../../ui/Field';
import { Refusal } from '../shell/states';
import { FindCustomer, type Found } from './FindCustomer';
import styles from './Holds.module.css';
import { texts } from './texts';

const DAY = 86_400_000;
const isoDay = (time: number) => new Date(time).toISOString().slice(0, 10);

interface PlaceHoldProps {
  /** Known from the page that it was opened on; else one is looked for. */
  customer?: Found;
  onClose: () => void;
}

export function PlaceHold({ customer, onClose }: PlaceHoldProps) {
  const all = useTexts(texts);
  const t = all.place;
  const queries = useQueryClient();
  const [who, setWho] = useState<Found | null>(customer ?? null);
  const [missing, setMissing] = useState(false);
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState(() => isoDay(Date.now() + 365 * DAY));
  const place = useMutation({
    mutationFn: (id: string) =>
      // To the end of that day, wherever the browser is.
      placeHold({ table: 'customers', row_id: id, reason, until: `${until}T23:59:59Z` }),
    onSuccess: async () => {
      onClose();
      // What goes next is another then.
      void queries.invalidateQueries({ queryKey: ['retention'] });
      await queries.invalidateQueries({ queryKey: ['holds'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(!who);
    if (who) place.mutate(who.id);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={customer ? t.titleOf(customer.name) : t.title}
      closeLabel={all.cancel}
    >
      <form className={styles.stack} onSubmit={submit}>
        <p>{t.lead}</p>
        {!customer && (
          <FindCustomer chosen={who} onChoose={setWho} error={missing && !who && t.choose} />
        )}
        <TextArea
          label={t.reason}
          hint={t.reasonHint}
          required
          minLength={3}
          maxLength={300}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
        <TextField
          label={t.until}
          hint={t.untilHint}
          type="date"
          required
          min={isoDay(Date.now() + DAY)}
          value={until}
          onChange={({ target }) => setUntil(target.value)}
        />
        <Refusal error={place.error} />
        <div className={styles.actions}>
          <Button variant="secondary" onClick={onClose}>
            {all.cancel}
          </Button>
          <Button type="submit" busy={place.isPending}>
            {t.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
