import { useMutation } from '@tanstack/react-query';
import { sendBackground } from '../../api/images';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { isColour, veil } from '../../ui/colour';
import { FieldSet } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { pictureAt } from '../../ui/LoyaltyCard';
import { StatusLine } from '../../ui/StatusLine';
import { PictureButton } from '../images/PictureInput';
import { useMembership } from '../session/me';
import { Refusal } from '../shell/states';
import styles from './Designer.module.css';
import type { ProgramForm } from './form';
import { texts } from './texts';

interface BackgroundFieldProps {
  form: ProgramForm;
  onImage: (name: string | null) => void;
}

/** The merchant's own picture behind the card. It is sent at once and shown once the form is saved. */
export function BackgroundField({ form, onImage }: BackgroundFieldProps) {
  const t = useTexts(texts).form;
  const { merchant_slug } = useMembership();
  const { image, background, foreground } = form;
  const send = useMutation({
    mutationFn: sendBackground,
    onSuccess: ({ name }) => onImage(name),
  });
  const known = isColour(background) && isColour(foreground);
  return (
    <FieldSet legend={t.image} hint={t.imageHint}>
      <div className={styles.image}>
        {image && <img src={pictureAt(merchant_slug, image)} alt={t.imageAlt} />}
        <PictureButton
          shape="background"
          label={image ? t.imageChange : t.imageAdd}
          disabled={send.isPending}
          icon={<Icon name="camera" size={18} />}
          onPicture={(picture) => send.mutate(picture)}
        >
          {image ? t.imageChange : t.imageAdd}
        </PictureButton>
        {image && (
          <Button variant="quiet" icon="trash" onClick={() => onImage(null)}>
            {t.imageRemove}
          </Button>
        )}
      </div>
      <StatusLine>{send.isPending && t.imageSending}</StatusLine>
      {image && known && (
        <p className={styles.hint}>{t.imageVeil(`${veil(background, foreground)} %`)}</p>
      )}
      <Refusal error={send.error} />
    </FieldSet>
  );
}
