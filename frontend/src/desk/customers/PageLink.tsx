import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { CopyLine } from '../shell/CopyLine';
import { QrCode } from '../shell/QrCode';
import styles from './PageLink.module.css';
import { texts } from './texts';

/** Hands the card over, once: nobody can read the link again later, we keep a digest of it only. */
export function PageLink({ url, onClose }: { url: string; onClose: () => void }) {
  const t = useTexts(texts).link;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.readyTitle}
      closeLabel={t.done}
      actions={<Button onClick={onClose}>{t.done}</Button>}
    >
      <p>{t.readyText}</p>
      <div className={styles.code}>
        <QrCode text={url} label={t.qr} />
      </div>
      <CopyLine value={url} copy={t.copy} copied={t.copied} />
    </Dialog>
  );
}
