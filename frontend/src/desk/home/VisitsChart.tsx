import { useTexts } from '../../i18n/LanguageProvider';
import { cx } from '../../ui/cx';
import { againstWeekBefore, type Day, everyDay, ticks, total } from './days';
import { texts } from './texts';
import styles from './VisitsChart.module.css';

const WIDTH = 560;
const HEIGHT = 190;
const LEFT = 44;
/** Half of the last day's name. */
const RIGHT = 22;
const BOTTOM = 24;
const TOP = 16;
const DAYS = 14;

interface VisitsChartProps {
  week: readonly Day[];
  /** "lun. 3" under the bars, "lundi 3 novembre" in the table. */
  shortDay: (date: string) => string;
  longDay: (date: string) => string;
}

/** Bars for the eye, a sentence for the ear, a table for whoever wants the numbers. */
export function VisitsChart({ week, shortDay, longDay }: VisitsChartProps) {
  const t = useTexts(texts).chart;
  const days = everyDay(week, DAYS);
  const sum = total(days);
  const best = days.reduce<Day>((top, day) => (day.visits > top.visits ? day : top), {
    date: '',
    visits: 0,
  });
  const change = againstWeekBefore(days);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        <span className={styles.total}>{t.total(sum)}</span>
        {change !== null && (
          <span className={styles.change}>{change === 0 ? t.same : t.change(change)}</span>
        )}
      </figcaption>
      {sum === 0 ? (
        <p className={styles.empty}>{t.empty}</p>
      ) : (
        <>
          <Bars
            days={days}
            label={t.summary(sum, longDay(best.date), best.visits)}
            name={shortDay}
          />
          <details className={styles.numbers}>
            <summary>{t.table}</summary>
            <table>
              <caption className="visually-hidden">{t.title}</caption>
              <thead>
                <tr>
                  <th scope="col">{t.day}</th>
                  <th scope="col">{t.visits}</th>
                </tr>
              </thead>
              <tbody>
                {[...days].reverse().map((day) => (
                  <tr key={day.date}>
                    <th scope="row">{longDay(day.date)}</th>
                    <td>{day.visits}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </>
      )}
    </figure>
  );
}

function Bars({
  days,
  label,
  name,
}: {
  days: readonly Day[];
  label: string;
  name: (date: string) => string;
}) {
  const steps = ticks(Math.max(...days.map((day) => day.visits)));
  const top = steps.at(-1) ?? 1;
  const y = (visits: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - visits / top);
  const slot = (WIDTH - LEFT - RIGHT) / days.length;
  return (
    <svg className={styles.chart} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {steps.map((step) => (
        <g key={step}>
          <line x1={LEFT} x2={WIDTH} y1={y(step)} y2={y(step)} className={styles.rule} />
          <text x={LEFT - 8} y={y(step) + 4} className={styles.scale}>
            {step}
          </text>
        </g>
      ))}
      {days.map((day, index) => (
        <g key={day.date} className={index === days.length - 1 ? styles.today : styles.bar}>
          <rect
            x={LEFT + slot * index + slot * 0.18}
            width={slot * 0.64}
            y={y(day.visits)}
            height={Math.max(0, y(0) - y(day.visits))}
            rx="3"
          />
          {(days.length - 1 - index) % 2 === 0 && (
            <text
              x={LEFT + slot * (index + 0.5)}
              y={HEIGHT - 6}
              className={cx(styles.day, (days.length - 1 - index) % 4 !== 0 && styles.wide)}
            >
              {name(day.date)}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}
