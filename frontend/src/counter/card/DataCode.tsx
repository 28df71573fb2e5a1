import { giveDataCode } from '../../api/customers';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { ActionError } from './ActionError';
import { actionTexts } from './actionTexts';
import styles from './CardActions.module.css';
import { useAction } from './useAction';

/** For « my data » on the card's page, where the customer has no e-mail: read out, shown once. */
export function DataCode({ customerId, onDone }: { customerId: string; onDone: () => void }) {
  const t = useTexts(actionTexts);
  const { language } = useLanguage();
  const { busy, error, result, run } = useAction(() => giveDataCode(customerId));
  if (result) {
    return (
      <div className={styles.form}>
        <p>{t.identify.tell}</p>
        <output className={styles.code}>{result.code}</output>
        <p>{t.identify.until(formats(language).time(result.expires_at))}</p>
        <Button wide onClick={onDone}>
          {t.handOver.done}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.form}>
      <p>{t.identify.text}</p>
      <ActionError error={error} />
      <Button size="large" busy={busy} onClick={run}>
        {t.identify.confirm}
      </Button>
    </div>
  );
}
