import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { Icon } from '../../ui/Icon';
import { useFormats } from '../shell/useFormats';
import styles from './CustomerPage.module.css';
import { nameOf, shownPhone } from './names';
import { Photo } from './Photo';
import { texts } from './texts';

/** Who it is and how to reach them. */
export function Heading({ customer }: { customer: Customer }) {
  const t = useTexts(texts);
  const { date } = useFormats();
  const { phone, email, company } = customer;
  const name = nameOf(customer, t.list.anonymous);
  return (
    <div className={styles.who}>
      <Photo customer={customer} name={name} />
      <div className={styles.known}>
        <ul className={styles.contact}>
          {company && company !== name && (
            <li>
              <Icon name="home" size={16} />
              {company}
            </li>
          )}
          {phone && (
            <li>
              <Icon name="phone" size={16} />
              <a href={`tel:${phone}`} aria-label={t.page.call(shownPhone(phone))}>
                {shownPhone(phone)}
              </a>
            </li>
          )}
          {email && (
            <li>
              <Icon name="mail" size={16} />
              <a href={`mailto:${email}`} aria-label={t.page.write(email)}>
                {email}
              </a>
            </li>
          )}
          {!phone && !email && <li>{t.page.noContact}</li>}
          <li>
            <Icon name="book" size={16} />
            {t.page.since(date(customer.created_at))}
          </li>
        </ul>
        {customer.tags.length > 0 && (
          <ul className={styles.tags} aria-label={t.details.tags}>
            {customer.tags.map((tag) => (
              <li key={tag}>
                <Badge>{tag}</Badge>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
