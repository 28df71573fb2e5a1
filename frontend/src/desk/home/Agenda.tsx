import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Resource } from '../../api/billing';
import type { Matter } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { cx } from '../../ui/cx';
import { Icon } from '../../ui/Icon';
import { Sheet } from '../../ui/Sheet';
import { openAlertsQuery } from '../alerts/queries';
import { fill } from '../campaigns/fill';
import { useMay, useMembership } from '../session/me';
import { planTexts } from '../shell/planTexts';
import { Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import styles from './Agenda.module.css';
import { agendaTexts } from './agendaTexts';
import { celebrants, ICON, placeOf } from './matters';
import { agendaQuery } from './queries';

/** What waits for somebody, the most urgent first; a quiet day says so in a line. */
export function Agenda() {
  const t = useTexts(agendaTexts);
  const { data: matters, error } = useQuery(agendaQuery);
  const { data: alerts } = useQuery({ ...openAlertsQuery, enabled: useMay('audit:read') });
  if (!matters) return <Refusal error={error} />;
  if (matters.length === 0) {
    // Nor is a day with an unusual hour a quiet one: that stands above.
    return alerts?.items.length ? null : (
      <p className={styles.quiet}>
        <Icon name="check" />
        {t.quiet}
      </p>
    );
  }
  return (
    <Sheet ruled className={styles.sheet} aria-labelledby="agenda">
      <header className={styles.head}>
        <h2 id="agenda">{t.title}</h2>
        <span className={styles.count} aria-hidden="true">
          {matters.length}
        </span>
      </header>
      <ul className={styles.list}>
        {matters.map((matter) => (
          <Line key={`${matter.kind} ${matter.id} ${matter.name}`} matter={matter} />
        ))}
      </ul>
    </Sheet>
  );
}

function Line({ matter }: { matter: Matter }) {
  const t = useTexts(agendaTexts);
  const { title, text } = useWords(matter);
  const { dayMonth } = useFormats();
  const { urgency, on } = matter;
  const day = on && t.by(dayMonth(on));
  const when = { late: t.late, today: '', soon: day ?? '' }[urgency];
  return (
    <li className={styles.line}>
      <Link {...placeOf(matter)} className={cx(styles.link, styles[urgency])}>
        <span className={styles.icon}>
          <Icon name={ICON[matter.kind]} size={18} />
        </span>
        <span className={styles.what}>
          <strong>{title}</strong>
          {text && <span>{text}</span>}
        </span>
        <span className={styles.when}>{when}</span>
        <span className={styles.arrow}>
          <Icon name="chevronRight" size={18} />
        </span>
      </Link>
    </li>
  );
}

function useWords(matter: Matter): { title: string; text: string } {
  const t = useTexts(agendaTexts);
  const { resources } = useTexts(planTexts);
  const shop = useMembership().merchant_name;
  const { kind, count, name } = matter;
  if (kind === 'birthday') {
    const { names, more } = celebrants(matter);
    return { title: t.kinds.birthday.title(count), text: t.names(names.join(', '), more) };
  }
  if (kind === 'quota_near') {
    const words = t.kinds.quota_near;
    return { title: words.title(count), text: words.text(resources[name as Resource]) };
  }
  const words = t.kinds[kind];
  // A campaign is named by its subject, in which each reader's first name is still open.
  const said = fill(name ?? '', { first_name: t.firstName, shop });
  return { title: words.title(count), text: words.text(said) };
}
