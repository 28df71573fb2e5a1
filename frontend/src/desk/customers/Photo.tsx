import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { deletePhoto, putPhoto } from '../../api/customers';
import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Avatar } from '../../ui/Avatar';
import { Button, IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { StatusLine } from '../../ui/StatusLine';
import { useMay } from '../session/me';
import { Refusal } from '../shell/states';
import styles from './Photo.module.css';
import { customerQuery, photoQuery } from './queries';
import { texts } from './texts';
import { useObjectUrl } from './useObjectUrl';

const LIMIT = 5 * 1024 * 1024;

/** The face of the notebook's page: a photo where there is one, else initials. */
export function Photo({ customer, name }: { customer: Customer; name: string }) {
  const t = useTexts(texts).photo;
  const queries = useQueryClient();
  const mayWrite = useMay('customers:write');
  const { id, has_photo: has } = customer;
  const { data: picture } = useQuery({ ...photoQuery(id), enabled: has });
  const url = useObjectUrl(has ? picture : undefined);
  const [large, setLarge] = useState(false);
  const [removed, setRemoved] = useState<Blob | null>(null);
  const changed = () =>
    queries.invalidateQueries({ queryKey: customerQuery(id).queryKey, exact: true });
  const put = useMutation({
    mutationFn: (file: Blob) => putPhoto(id, file),
    onSuccess: async (_, file) => {
      setRemoved(null);
      // In sight at once; the service's own, small and upright, follows.
      queries.setQueryData(photoQuery(id).queryKey, file);
      await changed();
      await queries.invalidateQueries({ queryKey: photoQuery(id).queryKey });
    },
  });
  const remove = useMutation({
    mutationFn: () => deletePhoto(id),
    onSuccess: () => {
      setRemoved(picture ?? null);
      setLarge(false);
      put.reset();
      return changed();
    },
  });
  const take = (file: File | undefined) => {
    if (!file) return;
    remove.reset();
    const fits = file.size <= LIMIT;
    setLarge(!fits);
    if (fits) return put.mutate(file);
    // What was said about the file before is not about this one.
    put.reset();
  };
  return (
    <div className={styles.photo}>
      <div className={styles.face}>
        {url ? <img src={url} alt={t.alt(name)} /> : <Avatar id={id} name={name} size="large" />}
        {mayWrite && (
          <label className={styles.change} title={t.hint}>
            <input
              type="file"
              accept="image/jpeg,image/png,image/webp"
              className="visually-hidden"
              aria-label={has ? t.change : t.add}
              disabled={put.isPending}
              onChange={(event) => {
                take(event.target.files?.[0]);
                event.target.value = '';
              }}
            />
            <span>
              <Icon name="camera" size={16} />
            </span>
          </label>
        )}
      </div>
      {mayWrite && has && (
        <IconButton icon="trash" label={t.remove} onClick={() => remove.mutate()} />
      )}
      <StatusLine
        action={
          removed && (
            <Button
              size="small"
              variant="quiet"
              icon="undo"
              busy={put.isPending}
              onClick={() => put.mutate(removed)}
            >
              {t.undo}
            </Button>
          )
        }
      >
        {removed ? t.removed : put.isSuccess && t.added}
      </StatusLine>
      {large && (
        <p role="alert" className={styles.large}>
          {t.tooLarge}
        </p>
      )}
      <Refusal error={put.error ?? remove.error} />
    </div>
  );
}
