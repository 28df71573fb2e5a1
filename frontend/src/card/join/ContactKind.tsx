import { useTexts } from '../../i18n/LanguageProvider';
import { FieldSet } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import styles from './ContactKind.module.css';
import { texts } from './texts';

type Kind = 'phone' | 'email';

/** One of the two is enough: nobody is asked for both. */
export function ContactKind({ kind, onKind }: { kind: Kind; onKind: (kind: Kind) => void }) {
  const t = useTexts(texts);
  const label = { phone: t.byPhone, email: t.byEmail };
  return (
    <FieldSet legend={t.contact} hint={t.contactHint}>
      <div className={styles.kinds}>
        {(['phone', 'email'] as const).map((each) => (
          <label key={each} className={styles.kind}>
            <input
              type="radio"
              name="contact"
              className="visually-hidden"
              checked={kind === each}
              onChange={() => onKind(each)}
            />
            <Icon name={each === 'phone' ? 'phone' : 'mail'} size={18} />
            {label[each]}
          </label>
        ))}
      </div>
    </FieldSet>
  );
}
