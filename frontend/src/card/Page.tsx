import { type ReactNode, useEffect, useRef } from 'react';
import { useLanguage, useTexts } from '../i18n/LanguageProvider';
import { LANGUAGES } from '../i18n/language';
import { Brand } from '../ui/Brand';
import { cx } from '../ui/cx';
import styles from './Page.module.css';
import { texts } from './texts';

/** The frame around every screen of the customer: whose page it is, the language, who keeps it. */
export function Page({
  merchant,
  wide,
  children,
}: {
  merchant: string | null;
  wide?: boolean;
  children: ReactNode;
}) {
  const t = useTexts(texts);
  // A link to an anchor would replace the fragment, which holds the card's secret.
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = merchant ? t.title(merchant) : 'Mon Carnet Client';
  }, [merchant, t]);
  return (
    <div className={styles.page}>
      <button type="button" className={styles.skip} onClick={() => main.current?.focus()}>
        {t.skip}
      </button>
      <header className={styles.header}>
        <span className={styles.merchant}>{merchant ?? <Brand />}</span>
        <LanguageSwitch />
      </header>
      <main ref={main} tabIndex={-1} className={cx(styles.main, wide && styles.wide)}>
        {children}
      </main>
      <footer className={styles.footer}>
        <Brand markOnly />
        <span>{t.poweredBy}</span>
      </footer>
    </div>
  );
}

function LanguageSwitch() {
  const { language, setLanguage } = useLanguage();
  const t = useTexts(texts);
  const other = LANGUAGES.find((each) => each !== language) ?? 'fr';
  return (
    <button
      type="button"
      className={styles.language}
      lang={other}
      title={t.language}
      onClick={() => setLanguage(other)}
    >
      {t.languages[other]}
    </button>
  );
}
