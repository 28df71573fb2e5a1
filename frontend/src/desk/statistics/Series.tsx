import { useQuery } from '@tanstack/react-query';
import type { Point, StatisticsSeries, StatisticsWish } from '../../api/statistics';
import { useTexts } from '../../i18n/LanguageProvider';
import { Sheet } from '../../ui/Sheet';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { Curve } from './Curve';
import { File } from './File';
import { seriesQuery } from './queries';
import styles from './Statistics.module.css';
import type { Charted } from './search';
import { texts } from './texts';

interface SeriesProps {
  wish: StatisticsWish;
  figure: Charted;
}

/** A figure's course beside that of the period before. */
export function Series({ wish, figure }: SeriesProps) {
  const t = useTexts(texts);
  const query = useQuery(seriesQuery(wish));
  const title = t.chart.of(t.figures[figure]);
  return (
    <Sheet className={styles.panel} aria-labelledby="course">
      <div className={styles.head}>
        <h2 id="course">{title}</h2>
        <File kind="series" what={title} wish={wish} />
      </div>
      <Loaded query={query} lines={6}>
        {(series) => <Course series={series} figure={figure} />}
      </Loaded>
    </Sheet>
  );
}

function Course({ series, figure }: { series: StatisticsSeries; figure: Charted }) {
  const t = useTexts(texts);
  const { number, date } = useFormats();
  const name = useNames(series.interval);
  const values = series.points.map((point) => point[figure]);
  const before = series.previous.map((point) => point[figure]);
  const known = values.filter((value) => value !== null);
  if (!known.some((value) => value > 0) && !before.some(Boolean)) {
    return <p className={styles.none}>{t.chart.none}</p>;
  }
  const best = series.points.reduce((top, point) =>
    (point[figure] ?? -1) > (top[figure] ?? -1) ? point : top,
  );
  const written = (value: number | null | undefined) =>
    value === undefined ? '–' : value === null ? t.few : number(value);
  return (
    <figure className={styles.figure}>
      <Curve
        label={t.chart.summary(
          t.figures[figure],
          t.covers(date(series.period.from), date(series.period.to)),
          name.long(best),
          written(best[figure]),
        )}
        values={values}
        before={before}
        names={series.points.map(name.short)}
        titles={series.points.map((point, index) =>
          [
            `${name.long(point)} : ${written(point[figure])}`,
            ...(before.length > index ? [t.before(written(before[index]))] : []),
          ].join(' · '),
        )}
      />
      <figcaption className={styles.legend}>
        <span className={styles.now}>{t.chart.this}</span>
        {series.compared_with && (
          <span className={styles.then}>
            {t.chart.compared} ({date(series.compared_with.from)} – {date(series.compared_with.to)})
          </span>
        )}
        {values.includes(null) && <span>{t.chart.hidden}</span>}
      </figcaption>
      <details className={styles.numbers}>
        <summary>{t.table}</summary>
        <table>
          <caption className="visually-hidden">{t.chart.of(t.figures[figure])}</caption>
          <thead>
            <tr>
              <th scope="col">{t.chart.when}</th>
              <th scope="col">{t.chart.this}</th>
              {before.length > 0 && <th scope="col">{t.chart.compared}</th>}
            </tr>
          </thead>
          <tbody>
            {series.points.map((point, index) => (
              <tr key={point.from}>
                <th scope="row">{name.long(point)}</th>
                <td>{written(point[figure])}</td>
                {before.length > 0 && <td>{written(before[index])}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

function useNames(interval: StatisticsSeries['interval']) {
  const t = useTexts(texts);
  const { date, dayMonth, month } = useFormats();
  return {
    short: (point: Point) =>
      interval === 'month' ? month(point.from).replace(/\s\d{4}$/, '') : dayMonth(point.from),
    long: (point: Point) =>
      interval === 'month'
        ? month(point.from)
        : interval === 'week'
          ? t.chart.week(date(point.from))
          : date(point.from),
  };
}
