import { useQuery } from '@tanstack/react-query';
import type { Going } from '../../api/retention';
import { useTexts } from '../../i18n/LanguageProvider';
import { ticks } from '../home/days';
import { merchantQuery } from '../settings/queries';
import { useFormats } from '../shell/useFormats';
import { type DayAhead, dayIn, everyDayAhead } from './ahead';
import styles from './DaysChart.module.css';
import { texts } from './texts';
import { useTables } from './useTables';

const WIDTH = 560;
const HEIGHT = 200;
const LEFT = 40;
const TOP = 12;
const BOTTOM = 26;

/** Bars for the eye, a sentence for the ear, a table for whoever wants the numbers. */
export function DaysChart({ going, days }: { going: readonly Going[]; days: number }) {
  const t = useTexts(texts);
  const { date, number } = useFormats();
  const tableText = useTables();
  const { data: merchant } = useQuery(merchantQuery);
  const total = going.reduce((sum, { rows }) => sum + rows, 0);
  if (total === 0) return <p className={styles.none}>{t.rule.none(days)}</p>;
  const each = everyDayAhead(going, dayIn(merchant?.data.time_zone), days);
  const most = each.reduce((top, day) => (day.rows > top.rows ? day : top));
  return (
    <figure className={styles.figure}>
      <figcaption>
        <span className={styles.total}>{t.rule.total(total)}</span>{' '}
        <span className={styles.hint}>{t.rule.within(days)}</span>
      </figcaption>
      <Bars days={each} label={t.rule.summary(total, date(most.day), most.rows)} />
      <p className={styles.hint}>{t.rule.today}</p>
      <details>
        <summary>{t.rule.table}</summary>
        <table className={styles.numbers}>
          <caption className="visually-hidden">{t.rule.preview}</caption>
          <thead>
            <tr>
              <th scope="col">{t.plan.day}</th>
              <th scope="col">{t.plan.what}</th>
              <th scope="col">{t.plan.rows}</th>
            </tr>
          </thead>
          <tbody>
            {going.map(({ day, table, rows }) => (
              <tr key={`${day} ${table}`}>
                <th scope="row">{date(day)}</th>
                <td>{tableText(table)}</td>
                <td>{number(rows)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

function Bars({ days, label }: { days: readonly DayAhead[]; label: string }) {
  const { dayMonth } = useFormats();
  const steps = ticks(Math.max(...days.map(({ rows }) => rows)));
  const top = steps.at(-1) ?? 1;
  const y = (rows: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - rows / top);
  const slot = (WIDTH - LEFT) / days.length;
  const last = days.length - 1;
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
      {days.map(({ day, rows }, index) => (
        <rect
          key={day}
          className={styles.bar}
          x={LEFT + slot * (index + 0.15)}
          width={slot * 0.7}
          y={y(rows)}
          height={y(0) - y(rows)}
          rx={Math.min(3, slot * 0.3)}
        >
          <title>{`${dayMonth(day)} : ${rows}`}</title>
        </rect>
      ))}
      {[0, Math.round(last / 2), last].map((index) => (
        <text
          key={index}
          x={LEFT + slot * (index + 0.5)}
          y={HEIGHT - 6}
          className={styles.day}
          textAnchor={index === 0 ? 'start' : index === last ? 'end' : 'middle'}
        >
          {dayMonth(days[index]?.day ?? '')}
        </text>
      ))}
    </svg>
  );
}
