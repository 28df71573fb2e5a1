import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { sendCampaign } from '../../api/campaigns';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Choice, FieldSet, TextField } from '../../ui/Field';
import { Refusal } from '../shell/states';
import styles from './Campaigns.module.css';
import { campaignQuery, campaignsQuery, rhythmQuery } from './queries';
import { texts } from './texts';

interface SendDialogProps {
  id: string;
  etag: string;
  reached: number;
  onClose: () => void;
}

/** The last step before what cannot be called back: it names how many. */
export function SendDialog({ id, etag, reached, onClose }: SendDialogProps) {
  const all = useTexts(texts);
  const t = all.confirm;
  const queries = useQueryClient();
  const rhythm = useQuery(rhythmQuery).data?.data;
  const [later, setLater] = useState(false);
  const [at, setAt] = useState('');
  const send = useMutation({
    mutationFn: () => sendCampaign(id, etag, later ? new Date(at).toISOString() : null),
    onSuccess: (answer) => {
      onClose();
      queries.setQueryData(campaignQuery(id).queryKey, answer);
      void queries.invalidateQueries({ queryKey: campaignsQuery.queryKey, exact: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!later || at) send.mutate();
  };
  const { quiet_from: from = 0, quiet_until: until = 0 } = rhythm ?? {};
  return (
    <Dialog open onClose={onClose} title={t.title} closeLabel={t.close}>
      <form className={styles.stack} onSubmit={submit}>
        <p className={styles.reached}>
          {reached > 0 ? all.readers.reached(reached) : all.readers.nobody}
        </p>
        <FieldSet legend={t.when}>
          <Choice
            type="radio"
            name="when"
            label={t.now}
            checked={!later}
            onChange={() => setLater(false)}
          />
          <Choice
            type="radio"
            name="when"
            label={t.later}
            checked={later}
            onChange={() => setLater(true)}
          />
        </FieldSet>
        {later && (
          <TextField
            label={t.at}
            type="datetime-local"
            required
            value={at}
            onChange={(event) => setAt(event.target.value)}
          />
        )}
        <p className={styles.hint}>
          {t.forGood} {from !== until && t.quiet(from, until)}
        </p>
        <Refusal error={send.error} />
        <div className={styles.actions}>
          <Button variant="secondary" onClick={onClose}>
            {t.close}
          </Button>
          <Button type="submit" busy={send.isPending} disabled={!later && reached === 0}>
            {later ? t.schedule : t.go(reached)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
