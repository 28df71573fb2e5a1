import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { createRequest, type NewRequest as Wish } from '../../api/privacyRequests';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { Dialog } from '../../ui/Dialog';
import { Select, TextArea } from '../../ui/Field';
import { Refusal } from '../shell/states';
import styles from './Requests.module.css';
import { KINDS } from './search';
import { texts } from './texts';

const CHANNELS = ['counter', 'mail', 'phone', 'letter'] as const;

/** From a customer's page: the right is named, and its month begins. */
export function NewRequest({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const t = useTexts(texts);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [kind, setKind] = useState<Wish['kind']>('access');
  const [channel, setChannel] = useState<Wish['channel']>('counter');
  const [details, setDetails] = useState('');
  const create = useMutation({
    mutationFn: createRequest,
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: ['requests'] });
      void navigate({ to: '/privacy/requests/$requestId', params: { requestId: id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wish = { customer_id: customerId, kind, channel };
    create.mutate(details.trim() ? { ...wish, details } : wish);
  };
  return (
    <Dialog open onClose={onClose} title={t.create.title} closeLabel={t.create.cancel}>
      <form className={styles.form} onSubmit={submit}>
        <p>{t.create.lead}</p>
        <Select
          label={t.kind}
          hint={t.kindHints[kind]}
          data-autofocus
          value={kind}
          onChange={({ target }) => setKind(target.value as Wish['kind'])}
        >
          {KINDS.map((each) => (
            <option key={each} value={each}>
              {t.kinds[each]}
            </option>
          ))}
        </Select>
        <Select
          label={t.create.channel}
          value={channel}
          onChange={({ target }) => setChannel(target.value as Wish['channel'])}
        >
          {CHANNELS.map((each) => (
            <option key={each} value={each}>
              {t.channels[each]}
            </option>
          ))}
        </Select>
        <TextArea
          label={t.create.details}
          optional={t.step.optional}
          maxLength={2000}
          value={details}
          onChange={(event) => setDetails(event.target.value)}
        />
        <Refusal error={create.error} />
        <div className={cx(styles.actions, styles.end)}>
          <Button variant="secondary" onClick={onClose}>
            {t.create.cancel}
          </Button>
          <Button type="submit" busy={create.isPending}>
            {t.create.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
