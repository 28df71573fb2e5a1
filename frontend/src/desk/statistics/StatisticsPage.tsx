import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button, ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { useMay } from '../session/me';
import { merchantQuery } from '../settings/queries';
import { Page } from '../shell/Page';
import { Loaded } from '../shell/states';
import { Cohorts } from './Cohorts';
import { Hours } from './Hours';
import { Picker } from './Picker';
import { todayIn, wishOf } from './periods';
import { figuresQuery } from './queries';
import { Series } from './Series';
import { Shares } from './Shares';
import styles from './Statistics.module.css';
import type { StatisticsSearch } from './search';
import { Tiles } from './Tiles';
import { texts } from './texts';

const route = getRouteApi('/office/statistics');

/** Who comes, who comes back, when, and what it costs. */
export function StatisticsPage() {
  const t = useTexts(texts);
  const mayRead = useMay('statistics:read');
  const merchant = useQuery({ ...merchantQuery, staleTime: 5 * 60_000 });
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        mayRead && (
          <Button variant="secondary" icon="printer" onClick={() => window.print()}>
            {t.print}
          </Button>
        )
      }
    >
      {mayRead ? (
        <Loaded query={merchant} lines={8}>
          {({ data }) => <Shown today={todayIn(data.time_zone)} />}
        </Loaded>
      ) : (
        <EmptyState icon="lock" title={t.forbidden} />
      )}
    </Page>
  );
}

function Shown({ today }: { today: string }) {
  const t = useTexts(texts);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const wish = wishOf(search, today);
  const figures = useQuery(figuresQuery(wish));
  const change = (next: StatisticsSearch) =>
    void navigate({ search: { ...search, ...next }, replace: true, resetScroll: false });
  return (
    <div className={styles.statistics}>
      <Picker search={search} today={today} onChange={change} />
      <Loaded query={figures} lines={8}>
        {(answer) =>
          answer.since === null ? (
            <EmptyState
              icon="chart"
              title={t.empty.title}
              action={
                <ButtonLink href="/counter" icon="stamp">
                  {t.empty.action}
                </ButtonLink>
              }
            >
              <p>{t.empty.text}</p>
            </EmptyState>
          ) : (
            <div className={styles.parts} aria-busy={figures.isPlaceholderData}>
              <Tiles
                answer={answer}
                chosen={search.figure ?? 'visits'}
                wish={wish}
                onChoose={change}
              />
              <Series wish={wish} figure={search.figure ?? 'visits'} />
              <Shares wish={wish} search={search} onChange={change} />
              <Hours wish={wish} />
              <Cohorts wish={wish} />
              <aside className={styles.why}>
                <h2>{t.fewTitle}</h2>
                <p>
                  {t.fewText} {t.cardsNote}
                </p>
              </aside>
            </div>
          )
        }
      </Loaded>
    </div>
  );
}
