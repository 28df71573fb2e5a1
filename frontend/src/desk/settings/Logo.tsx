import { useMutation, useQueryClient } from '@tanstack/react-query';
import { deleteLogo, putLogo } from '../../api/images';
import type { Merchant } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { pictureAt } from '../../ui/LoyaltyCard';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import { PictureButton } from '../images/PictureInput';
import { meQuery, useMay } from '../session/me';
import { Refusal } from '../shell/states';
import styles from './Logo.module.css';
import { merchantQuery } from './queries';
import { texts } from './texts';

/** The shop's logo: on its cards, its pages and its posters. */
export function Logo({ merchant }: { merchant: Merchant }) {
  const t = useTexts(texts).logo;
  const queries = useQueryClient();
  const mayWrite = useMay('merchant:write');
  const { slug, logo } = merchant;
  const changed = async () => {
    await Promise.all(
      [merchantQuery, meQuery].map(({ queryKey }) => queries.invalidateQueries({ queryKey })),
    );
  };
  const put = useMutation({ mutationFn: putLogo, onSuccess: changed });
  const remove = useMutation({
    mutationFn: deleteLogo,
    onSuccess: () => {
      put.reset();
      return changed();
    },
  });
  return (
    <Sheet className={styles.section} aria-labelledby="logo">
      <span className={styles.tile}>
        {logo ? <img src={pictureAt(slug, logo)} alt={t.alt} /> : <Icon name="camera" size={28} />}
      </span>
      <div className={styles.words}>
        <h2 id="logo">{t.title}</h2>
        <p className={styles.hint}>{t.lead}</p>
        {mayWrite && (
          <div className={styles.row}>
            <PictureButton
              shape="logo"
              label={logo ? t.change : t.add}
              disabled={put.isPending}
              icon={<Icon name="camera" size={18} />}
              onPicture={(picture) => {
                remove.reset();
                put.mutate(picture);
              }}
            >
              {logo ? t.change : t.add}
            </PictureButton>
            {logo && (
              <Button
                variant="quiet"
                icon="trash"
                busy={remove.isPending}
                onClick={() => remove.mutate()}
              >
                {t.remove}
              </Button>
            )}
          </div>
        )}
        <StatusLine>
          {put.isPending ? t.sending : put.isSuccess ? t.saved : remove.isSuccess && t.removed}
        </StatusLine>
        <Refusal error={put.error ?? remove.error} />
      </div>
    </Sheet>
  );
}
