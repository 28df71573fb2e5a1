import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { linkCustomer, type PrivacyRequest } from '../../api/privacyRequests';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Refusal } from '../shell/states';
import { requestQuery } from './queries';
import styles from './Requests.module.css';
import { texts } from './texts';

const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** A forwarded request says in its own words whose it is; a member finds the customer. */
export function LinkCustomer({ request }: { request: PrivacyRequest }) {
  const t = useTexts(texts).step;
  const queries = useQueryClient();
  const [address, setAddress] = useState('');
  const [wrong, setWrong] = useState(false);
  const link = useMutation({
    mutationFn: (customerId: string) => linkCustomer(request, customerId),
    onSuccess: (after) => queries.setQueryData(requestQuery(request.id).queryKey, after),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const id = ID.exec(address)?.[0];
    setWrong(!id);
    if (id) link.mutate(id);
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <p>{t.link}</p>
      <TextField
        label={t.linkLabel}
        error={wrong && t.linkWrong}
        required
        value={address}
        onChange={(event) => setAddress(event.target.value)}
      />
      <Refusal error={link.error} />
      <div className={styles.actions}>
        <Button type="submit" busy={link.isPending}>
          {t.linkSubmit}
        </Button>
      </div>
    </form>
  );
}
