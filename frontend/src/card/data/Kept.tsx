import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { cardNumber } from '../../ui/cardNumber';
import { Sheet } from '../../ui/Sheet';
import type { MyData } from './api';
import styles from './DataScreen.module.css';
import { texts } from './texts';

/** What else is kept, in the words that the team sees, and who gets some of it. */
export function Kept({ data }: { data: MyData }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const format = formats(language);
  const { customer, cards, recipients } = data;
  const { birthday } = customer;
  // 2024 has a 29 February.
  const day = birthday && format.dayMonth(new Date(2024, birthday.month - 1, birthday.day));
  const sources: Record<string, string> = t.sources;
  const names: Record<string, string> = t.recipientNames;
  const lines: [string, string | null | undefined][] = [
    [t.company, customer.company],
    [t.address, parts(customer.address)],
    [t.birthday, day],
    [t.language, customer.language && t.languages[customer.language]],
    [t.notes, customer.notes],
    [t.tags, customer.tags.join(', ')],
    [t.photo, customer.has_photo ? t.hasPhoto : null],
    [t.visits, format.number(customer.visits)],
    [t.lastVisit, customer.last_visit_at && format.date(customer.last_visit_at)],
    [t.cards, cards.map((card) => `${card.program} (${cardNumber(card.number)})`).join(', ')],
    [t.since, format.date(customer.created_at)],
    [t.source, sources[customer.source] ?? customer.source],
    [t.recipients, recipients.map((one) => names[one] ?? one).join(', ')],
  ];
  return (
    <Sheet className={styles.part} aria-labelledby="kept-title">
      <h2 id="kept-title" className={styles.heading}>
        {t.kept}
      </h2>
      <dl className={styles.lines}>
        {lines
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <p className={styles.small}>{t.keptMore}</p>
    </Sheet>
  );
}

function parts(address: MyData['customer']['address']): string {
  return Object.values(address ?? {})
    .filter(Boolean)
    .join(', ');
}
