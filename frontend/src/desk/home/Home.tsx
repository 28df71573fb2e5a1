import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Overview } from '../../api/types';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Sheet } from '../../ui/Sheet';
import { OpenAlerts } from '../alerts/OpenAlerts';
import { openAlertsQuery } from '../alerts/queries';
import { useMay, useMe, useMembership } from '../session/me';
import { Page } from '../shell/Page';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { Agenda } from './Agenda';
import styles from './Home.module.css';
import { Onboarding } from './Onboarding';
import { agendaQuery, overviewQuery } from './queries';
import { Recent } from './Recent';
import { texts } from './texts';
import { VisitsChart } from './VisitsChart';

export function Home() {
  const t = useTexts(texts);
  const { user } = useMe();
  const overview = useQuery(overviewQuery);
  const query = useSettled() ? overview : { ...overview, data: undefined };
  const closed = useMembership().ended_at !== null;
  const days = useDayNames();
  const { number } = useFormats();
  const mayReadFigures = useMay('statistics:read');
  return (
    <Page title={t.hello(user.first_name)}>
      <Loaded query={query} lines={8}>
        {(overview) => (
          <div className={styles.home}>
            {!closed && <Onboarding state={overview.onboarding} />}
            <OpenAlerts />
            {/* Before the first stamp the way there is all there is to do. */}
            {overview.onboarding.first_stamp && <Agenda />}
            <section aria-labelledby="today" className={styles.section}>
              <h2 id="today">{t.today.title}</h2>
              <dl className={styles.tiles}>
                {(['visits', ...unitsOf(overview), 'redemptions', 'new_customers'] as const).map(
                  (name) => (
                    <Sheet as="div" key={name} className={styles.tile}>
                      <dt>{t.today[name]}</dt>
                      <dd>{number(overview.today[name])}</dd>
                    </Sheet>
                  ),
                )}
              </dl>
            </section>
            <div className={styles.columns}>
              <Sheet className={styles.panel} aria-labelledby="visits">
                <div className={styles.head}>
                  <h2 id="visits">{t.chart.title}</h2>
                  {mayReadFigures && <Link to="/statistics">{t.statistics}</Link>}
                </div>
                <VisitsChart week={overview.week} shortDay={days.short} longDay={days.long} />
                <dl className={styles.now}>
                  <div>
                    <dt>{t.now.activeCards}</dt>
                    <dd>{number(overview.active_cards)}</dd>
                  </div>
                  <div>
                    <dt>
                      {t.now.rewardsReady} <span>{t.now.rewardsReadyText}</span>
                    </dt>
                    <dd>{number(overview.rewards_ready)}</dd>
                  </div>
                </dl>
              </Sheet>
              <Sheet className={styles.panel} aria-labelledby="recent">
                <h2 id="recent">{t.recent.title}</h2>
                <Recent entries={overview.recent} />
              </Sheet>
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

/** What stands above the figures is asked for with them: else it would push them down. */
function useSettled(): boolean {
  const mayReadAlerts = useMay('audit:read');
  const agenda = useQuery(agendaQuery);
  const alerts = useQuery({ ...openAlertsQuery, enabled: mayReadAlerts });
  return [agenda, alerts].every(({ isLoading, failureCount }) => !isLoading || failureCount > 0);
}

/** Before the first program, what most shops begin with. */
function unitsOf({ unit_kinds: kinds }: Overview) {
  return kinds.length ? kinds : (['stamps'] as const);
}

/** The API's days are the shop's days already: no time zone may move them again. */
function useDayNames() {
  const { language } = useLanguage();
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
  const named = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    return (date: string) => format.format(new Date(`${date}T00:00:00Z`));
  };
  return {
    short: named({ weekday: 'short', day: 'numeric' }),
    long: named({ weekday: 'long', day: 'numeric', month: 'long' }),
  };
}
