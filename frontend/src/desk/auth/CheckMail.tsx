import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Icon } from '../../ui/Icon';
import styles from './Form.module.css';
import { texts } from './texts';

/** Says the same whether the address has an account or not. */
export function CheckMail({ text, children }: { text: string; children: ReactNode }) {
  const t = useTexts(texts).sent;
  return (
    <div className={styles.message} role="status">
      <Icon name="mail" size={36} />
      <h1>{t.title}</h1>
      <p>{text}</p>
      <p>
        <strong>{t.noMail}</strong> {t.spam}
      </p>
      {children}
    </div>
  );
}
