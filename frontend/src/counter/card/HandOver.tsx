import { type ReactNode, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { actionTexts } from './actionTexts';
import styles from './HandOver.module.css';
import { QrCode } from './QrCode';

/** The card's page, handed over by being scanned. The address is a secret: it is shown, not sent. */
export function HandOver({ url, actions }: { url: string; actions?: ReactNode }) {
  const t = useTexts(actionTexts);
  const [copied, setCopied] = useState(false);
  return (
    <div className={styles.over}>
      <p className={styles.text}>{t.handOver.text}</p>
      <QrCode text={url} label={t.handOver.alt} />
      <p className={styles.once}>{t.handOver.once}</p>
      <Button
        variant="quiet"
        icon={copied ? 'check' : 'copy'}
        onClick={() =>
          navigator.clipboard.writeText(url).then(
            () => setCopied(true),
            () => setCopied(false),
          )
        }
      >
        {copied ? t.handOver.copied : t.handOver.copy}
      </Button>
      {actions}
    </div>
  );
}
