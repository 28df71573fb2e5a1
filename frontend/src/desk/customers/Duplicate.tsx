import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button, look } from '../../ui/Button';
import styles from './CustomerFields.module.css';
import { nameOf } from './names';
import { customerQuery } from './queries';
import { texts } from './texts';

interface DuplicateProps {
  customerId: string | undefined;
  /** Label of the way to go on regardless; families do share a number. */
  anyway?: string;
  busy?: boolean;
  onAnyway?: () => void;
}

export function Duplicate({ customerId, anyway, busy, onAnyway }: DuplicateProps) {
  const t = useTexts(texts);
  const { data } = useQuery({ ...customerQuery(customerId ?? ''), enabled: Boolean(customerId) });
  return (
    <Banner tone="warn" role="alert" title={t.form.duplicateTitle}>
      {data && <p>{t.form.duplicateText(nameOf(data.data, t.list.anonymous))}</p>}
      <div className={styles.duplicate}>
        {customerId && (
          <Link
            to="/customers/$customerId"
            params={{ customerId }}
            className={look({ size: 'small' })}
          >
            {t.form.openExisting}
          </Link>
        )}
        {onAnyway && (
          <Button size="small" variant="secondary" busy={busy ?? false} onClick={onAnyway}>
            {anyway}
          </Button>
        )}
      </div>
    </Banner>
  );
}
