import { useMemo } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button, ButtonLink } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import styles from './SecondFactor.module.css';
import { texts } from './texts';

/** Shown once: the service keeps digests of them only. */
export function RecoveryCodesDialog({
  codes,
  onClose,
}: {
  codes: readonly string[];
  onClose: () => void;
}) {
  const t = useTexts(texts).recovery;
  const file = useMemo(
    () => `data:text/plain;charset=utf-8,${encodeURIComponent(`${codes.join('\r\n')}\r\n`)}`,
    [codes],
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.shownTitle}
      closeLabel={t.kept}
      actions={
        <>
          <ButtonLink variant="secondary" icon="download" href={file} download={t.file}>
            {t.download}
          </ButtonLink>
          <Button onClick={onClose}>{t.kept}</Button>
        </>
      }
    >
      <Banner tone="warn" icon="key" role="status">
        <p>{t.shownText}</p>
      </Banner>
      <ul className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </Dialog>
  );
}
