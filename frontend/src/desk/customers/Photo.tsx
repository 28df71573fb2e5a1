import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { deletePhoto, putPhoto } from '../../api/customers';
import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Avatar } from '../../ui/Avatar';
import { Button, IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { StatusLine } from '../../ui/StatusLine';
import { PictureInput } from '../images/PictureInput';
import { useMay } from '../session/me';
import { Refusal } from '../shell/states';
import styles from './Photo.module.css';
import { customerQuery, photoQuery } from './queries';
import { texts } from './texts';
import { useBar } from './useBar';
import { useObjectUrl } from './useObjectUrl';

/** The face of the notebook's page: a photo where there is one, else initials. */
export function Photo({ customer, name }: { customer: Customer; name: string }) {
  const t = useTexts(texts).photo;
  const queries = useQueryClient();
  const mayWrite = useMay('customers:write');
  const bar = useBar(customer);
  const { id, has_photo: has } = customer;
  const { data: picture } = useQuery({ ...photoQuery(id), enabled: has });
  const url = useObjectUrl(has ? picture : undefined);
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
      put.reset();
      return changed();
    },
  });
  const take = (cropped: Blob) => {
    remove.reset();
    put.mutate(cropped);
  };
  return (
    <div className={styles.photo}>
      <div className={styles.face}>
        {url ? <img src={url} alt={t.alt(name)} /> : <Avatar id={id} name={name} size="large" />}
        {mayWrite && (
          <PictureInput
            shape="photo"
            className={styles.change}
            title={bar ?? t.hint}
            label={has ? t.change : t.add}
            disabled={put.isPending || bar !== null}
            onPicture={take}
          >
            <span>
              <Icon name="camera" size={16} />
            </span>
          </PictureInput>
        )}
      </div>
      {mayWrite && has && (
        <IconButton
          icon="trash"
          label={t.remove}
          disabled={bar !== null}
          onClick={() => remove.mutate()}
        />
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
      <Refusal error={put.error ?? remove.error} />
    </div>
  );
}
