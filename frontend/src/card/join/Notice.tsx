import type { PublicMerchant } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Icon } from '../../ui/Icon';
import styles from './Notice.module.css';
import { texts } from './texts';

/** What the law wants said before data is taken: the gist in sight, the rest one tap away. */
export function Notice({ merchant }: { merchant: PublicMerchant }) {
  const t = useTexts(texts);
  return (
    <div className={styles.notice}>
      <p>{t.noticeShort(merchant.name)}</p>
      <details>
        <summary className={styles.more}>
          {t.noticeMore}
          <Icon name="chevronDown" size={16} />
        </summary>
        <dl className={styles.detail}>
          {t.notice(merchant.name, merchant.contact_email).map(([term, text]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}
