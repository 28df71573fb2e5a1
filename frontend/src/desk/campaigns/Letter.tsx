import { useQuery } from '@tanstack/react-query';
import type { Words } from '../../api/campaigns';
import { useTexts } from '../../i18n/LanguageProvider';
import { Icon } from '../../ui/Icon';
import { useMembership } from '../session/me';
import { merchantQuery } from '../settings/queries';
import styles from './Campaigns.module.css';
import { fill, paragraphs } from './fill';
import { texts } from './texts';

/** The mail as its reader's program shows it. */
export function Letter({ words, firstName }: { words: Words; firstName: string }) {
  const t = useTexts(texts);
  const { merchant_name: shop } = useMembership();
  const { data } = useQuery(merchantQuery);
  const contact = data?.data.contact_email;
  const filled = (text: string) => fill(text, { first_name: firstName, shop });
  const parts = paragraphs(filled(words.body));
  return (
    <article className={styles.letter}>
      <header>
        <p>
          {t.letter.from} <strong>{shop}</strong>
        </p>
        <p className={styles.letterSubject}>{filled(words.subject) || t.untitled}</p>
      </header>
      <div className={styles.letterDesk}>
        <p className={styles.letterBrand}>{shop}</p>
        <div className={styles.letterSheet}>
          {parts.length === 0 && <p className={styles.hint}>{t.letter.empty}</p>}
          {parts.map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs have no other name.
            <p key={index}>{part}</p>
          ))}
          {words.card_button && <span className={styles.letterButton}>{t.letter.card}</span>}
        </div>
        <footer>
          <p>
            <strong>{shop}</strong>
            {contact && <span> · {contact}</span>}
          </p>
          <p>{t.letter.because(shop)}</p>
          <p className={styles.letterStop}>{t.letter.stop}</p>
        </footer>
      </div>
      <p className={styles.private}>
        <Icon name="eyeOff" size={18} />
        {t.letter.private}
      </p>
    </article>
  );
}
