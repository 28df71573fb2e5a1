import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Avatar } from '../../ui/Avatar';
import { Icon } from '../../ui/Icon';
import { go } from '../navigation';
import { texts } from '../texts';
import styles from './Finder.module.css';

/** Customers who have no card yet: a tap makes one for them. */
export function People({ people, mayEnrol }: { people: Customer[]; mayEnrol: boolean }) {
  const t = useTexts(texts);
  return (
    <ul className={styles.rows}>
      {people.map((each) => {
        const name = [each.first_name, each.last_name].filter(Boolean).join(' ');
        const firstName = each.first_name ?? name;
        return (
          <li key={each.id}>
            <button
              type="button"
              className={styles.row}
              disabled={!mayEnrol}
              onClick={() => go({ screen: 'enrol', prefill: { customerId: each.id, firstName } })}
            >
              <Avatar name={name} id={each.id} />
              <span className={styles.words}>
                <span className={styles.name}>{name || each.email || each.phone}</span>
                <span className={styles.detail}>{t.find.withoutCard}</span>
              </span>
              <Icon name="plus" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
