import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { useMay } from '../session/me';
import styles from './Alerts.module.css';
import { openAlertsQuery } from './queries';
import { texts } from './texts';
import { useWords } from './useWords';

/** For the home: the unusual hours that nobody has looked at. Nothing while there is none, or for
 * whoever may not read them; what cannot be read here is said on their own screen. */
export function OpenAlerts() {
  const mayRead = useMay('audit:read');
  const { data } = useQuery({ ...openAlertsQuery, enabled: mayRead });
  const t = useTexts(texts);
  const words = useWords();
  if (!mayRead || !data || data.items.length === 0) return null;
  return (
    <Banner
      tone="warn"
      title={data.next_cursor ? t.home.many : t.home.title(data.items.length)}
      action={<Link to="/settings/alerts">{t.home.all}</Link>}
    >
      <ul className={styles.open}>
        {data.items.map((alert) => (
          <li key={alert.id}>
            <Link to="/settings/alerts/$alertId" params={{ alertId: alert.id }}>
              {words.who(alert)}, {words.when(alert)}
            </Link>
            {` · ${words.many(alert)}`}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
