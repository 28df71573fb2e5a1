import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { look } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { More } from '../../ui/More';
import { Sheet } from '../../ui/Sheet';
import settings from '../settings/Settings.module.css';
import { Loaded } from '../shell/states';
import { MemberHours } from './MemberHours';
import { alertsQuery } from './queries';
import { Threshold } from './Threshold';
import { texts } from './texts';
import { useWords } from './useWords';

/** The hours with far more stamps than usual, each member's hours, and when to be told. */
export function AlertsPage() {
  return (
    <>
      <Found />
      <MemberHours />
      <Threshold />
    </>
  );
}

function Found() {
  const t = useTexts(texts);
  const words = useWords();
  const query = useInfiniteQuery(alertsQuery);
  return (
    <Sheet className={settings.section} aria-labelledby="alerts">
      <div>
        <h2 id="alerts">{t.title}</h2>
        <p className={settings.lead}>{t.lead}</p>
      </div>
      <Loaded query={query} lines={3}>
        {(data) => {
          const alerts = data.pages.flatMap((page) => page.items);
          if (alerts.length === 0) {
            return (
              <EmptyState icon="check" title={t.none}>
                {t.noneText}
              </EmptyState>
            );
          }
          return (
            <>
              <ul className={settings.list}>
                {alerts.map((alert) => (
                  <li key={alert.id} className={settings.item}>
                    <div>
                      <p className={settings.name}>
                        {words.who(alert)}
                        <Badge tone={alert.state === 'open' ? 'warn' : 'ok'}>
                          {alert.state === 'open' ? t.open : t.explained}
                        </Badge>
                      </p>
                      <p className={settings.details}>{words.when(alert)}</p>
                      <p className={settings.details}>
                        {words.many(alert)}, {t.onCards(alert.cards)}
                      </p>
                    </div>
                    <Link
                      to="/settings/alerts/$alertId"
                      params={{ alertId: alert.id }}
                      className={look({ variant: 'secondary', size: 'small' })}
                      aria-label={t.lookAt(words.who(alert), words.when(alert))}
                    >
                      {t.look}
                    </Link>
                  </li>
                ))}
              </ul>
              <More query={query}>{t.more}</More>
            </>
          );
        }}
      </Loaded>
    </Sheet>
  );
}
