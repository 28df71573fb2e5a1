import { useQuery } from '@tanstack/react-query';
import type { StatisticsHours, StatisticsWish } from '../../api/statistics';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Sheet } from '../../ui/Sheet';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { File } from './File';
import heat from './Heat.module.css';
import { hoursQuery } from './queries';
import styles from './Statistics.module.css';
import { texts } from './texts';

const WEEK = [1, 2, 3, 4, 5, 6, 7];

/** When people come. The table is the picture: its cells carry the numbers. */
export function Hours({ wish }: { wish: StatisticsWish }) {
  const t = useTexts(texts).hours;
  const query = useQuery(hoursQuery(wish));
  const { compare: _, ...asked } = wish;
  return (
    <Sheet className={styles.panel} aria-labelledby="hours">
      <div className={styles.head}>
        <h2 id="hours">{t.title}</h2>
        <File kind="hours" what={t.title} wish={asked} />
      </div>
      <Loaded query={query} lines={6}>
        {(answer) => <Week answer={answer} />}
      </Loaded>
    </Sheet>
  );
}

function Week({ answer }: { answer: StatisticsHours }) {
  const t = useTexts(texts);
  const { number, month } = useFormats();
  const dayName = useDayNames();
  const known = answer.hours.filter(({ average }) => average !== null);
  if (known.length === 0) return <p className={styles.none}>{t.hours.none}</p>;
  const at = new Map(answer.hours.map((each) => [`${each.weekday} ${each.hour}`, each]));
  const open = answer.hours.map(({ hour }) => hour);
  const [first, last] = [Math.min(...open), Math.max(...open)];
  const hours = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const most = Math.max(...known.map(({ average }) => average ?? 0));
  const top = known.find(({ average }) => average === most);
  const months = [...new Set([month(answer.period.from), month(answer.period.to)])].join(' – ');
  return (
    <div className={styles.figure}>
      <p className={styles.lead}>{t.hours.lead(months)}</p>
      {top && (
        <p>{t.hours.busiest(dayName.long(top.weekday), t.hours.between(top.hour), number(most))}</p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keyboard too */}
      <section className={heat.frame} aria-label={t.tableOf(t.hours.title)} tabIndex={0}>
        <table className={heat.table}>
          <caption className="visually-hidden">{t.hours.title}</caption>
          <thead>
            <tr>
              <th scope="col">
                <span className="visually-hidden">{t.hours.day}</span>
              </th>
              {hours.map((hour) => (
                <th key={hour} scope="col">
                  {t.hours.hour(hour)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {WEEK.map((weekday) => (
              <tr key={weekday}>
                <th scope="row">{dayName.short(weekday)}</th>
                {hours.map((hour) => {
                  const cell = at.get(`${weekday} ${hour}`);
                  if (!cell) return <td key={hour} className={heat.closed} />;
                  if (cell.average === null) {
                    return (
                      <td key={hour} className={heat.few} title={t.fewLong}>
                        <span aria-hidden="true">·</span>
                        <span className="visually-hidden">{t.few}</span>
                      </td>
                    );
                  }
                  return (
                    <td key={hour} data-heat={Math.ceil((5 * cell.average) / most)}>
                      {number(cell.average < 10 ? cell.average : Math.round(cell.average))}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {answer.hours.some(({ average }) => average === null) && (
        <p className={styles.lead}>
          <span aria-hidden="true">·</span> {t.fewLong}
        </p>
      )}
    </div>
  );
}

/** 2024 began on a Monday. */
function useDayNames() {
  const { language } = useLanguage();
  const named = (weekday: 'short' | 'long') => {
    const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
    const format = new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' });
    return (day: number) => format.format(Date.UTC(2024, 0, day));
  };
  return { short: named('short'), long: named('long') };
}
