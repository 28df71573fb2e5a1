import { useQuery } from '@tanstack/react-query';
import type { StatisticsCohorts, StatisticsWish } from '../../api/statistics';
import { useTexts } from '../../i18n/LanguageProvider';
import { cx } from '../../ui/cx';
import { Sheet } from '../../ui/Sheet';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { File } from './File';
import heat from './Heat.module.css';
import { cohortsQuery } from './queries';
import styles from './Statistics.module.css';
import { texts } from './texts';

/** Who came for the first time in a month, and how many of them came again. */
export function Cohorts({ wish }: { wish: StatisticsWish }) {
  const t = useTexts(texts).cohorts;
  const query = useQuery(cohortsQuery(wish));
  const { program_id, location_id } = wish;
  return (
    <Sheet className={styles.panel} aria-labelledby="cohorts">
      <div className={styles.head}>
        <h2 id="cohorts">{t.title}</h2>
        <File kind="cohorts" what={t.title} wish={{ program_id, location_id }} />
      </div>
      <p className={styles.lead}>{t.lead}</p>
      <Loaded query={query} lines={6}>
        {({ cohorts }) => <Months cohorts={cohorts} />}
      </Loaded>
    </Sheet>
  );
}

function Months({ cohorts }: { cohorts: StatisticsCohorts['cohorts'] }) {
  const t = useTexts(texts);
  const { number, month } = useFormats();
  const width = Math.max(0, ...cohorts.map(({ months }) => months.length));
  if (width === 0) return <p className={styles.none}>{t.cohorts.none}</p>;
  const few = (
    <>
      <span aria-hidden="true">·</span>
      <span className="visually-hidden">{t.few}</span>
    </>
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keyboard too
    <section className={heat.frame} aria-label={t.tableOf(t.cohorts.title)} tabIndex={0}>
      <table className={heat.table}>
        <caption className="visually-hidden">{t.cohorts.title}</caption>
        <thead>
          <tr>
            <th scope="col">{t.cohorts.month}</th>
            <th scope="col">{t.cohorts.cards}</th>
            {Array.from({ length: width }, (_, index) => index + 1).map((after) => (
              <th key={after} scope="col">
                <span aria-hidden="true">{t.cohorts.after(after)}</span>
                <span className="visually-hidden">{t.cohorts.afterLong(after)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cohorts.map(({ month: first, cards, months }) => (
            <tr key={first}>
              <th scope="row">{month(first)}</th>
              <td className={cx(heat.size)}>{cards === null ? few : number(cards)}</td>
              {months.map(({ share, cards: again }, index) => (
                <td
                  // biome-ignore lint/suspicious/noArrayIndexKey: a month is its place
                  key={index}
                  className={again === null ? heat.few : undefined}
                  title={again === null ? t.fewLong : undefined}
                  data-heat={again && cards ? Math.ceil((5 * again) / cards) : undefined}
                >
                  {again === null
                    ? few
                    : share === null
                      ? number(again)
                      : t.percent(number(Math.round(share)))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
