import { Link, Outlet } from '@tanstack/react-router';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { LANGUAGES } from '../../i18n/language';
import { Brand } from '../../ui/Brand';
import { Icon } from '../../ui/Icon';
import { LoyaltyCard } from '../../ui/LoyaltyCard';
import { start } from '../programs/templates';
import styles from './Outside.module.css';
import { texts } from './texts';

/** The frame of the screens one sees before being signed in. */
export function Outside() {
  const t = useTexts(texts);
  const { language, setLanguage } = useLanguage();
  return (
    <div className={styles.outside}>
      <header className={styles.top}>
        <Link to="/sign-in" className={styles.brand}>
          <Brand />
        </Link>
        <fieldset className={styles.languages} aria-label={t.languageSwitch}>
          {LANGUAGES.map((each) => (
            <button
              key={each}
              type="button"
              lang={each}
              aria-pressed={each === language}
              onClick={() => void setLanguage(each)}
            >
              {t.languages[each]}
            </button>
          ))}
        </fieldset>
      </header>
      <main id="main" tabIndex={-1} className={styles.main}>
        <Outlet />
      </main>
      <aside className={styles.aside}>
        <div className={styles.sample}>
          <LoyaltyCard
            merchantName={t.sample.merchant}
            programName={t.sample.program}
            design={start('bakery').design}
            slots={10}
            balance={7}
            rewards={[
              { name: '', cost: 5 },
              { name: '', cost: 10 },
            ]}
            holder="Camille"
            number="7K3M-9QXP"
            progress={t.sample.progress}
          />
        </div>
        <p className={styles.line}>{t.brandLine}</p>
        <ul className={styles.points}>
          {t.points.map((point) => (
            <li key={point}>
              <Icon name="check" size={18} />
              {point}
            </li>
          ))}
        </ul>
      </aside>
    </div>
  );
}
