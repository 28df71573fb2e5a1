import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { DayOfHours } from '../../api/alerts';
import { useTexts } from '../../i18n/LanguageProvider';
import { IconButton } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { TextField } from '../../ui/Field';
import { Sheet } from '../../ui/Sheet';
import settings from '../settings/Settings.module.css';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import heat from '../statistics/Heat.module.css';
import styles from './Alerts.module.css';
import { memberHoursQuery } from './queries';
import { texts } from './texts';

/** A day of the team. The table is the picture: its cells carry the numbers. */
export function MemberHours() {
  const t = useTexts(texts).hours;
  const [day, setDay] = useState<string>();
  const query = useQuery(memberHoursQuery(day));
  const shown = day ?? query.data?.day ?? '';
  const step = (days: number) => setDay(moved(shown, days));
  return (
    <Sheet className={settings.section} aria-labelledby="hours">
      <div>
        <h2 id="hours">{t.title}</h2>
        <p className={settings.lead}>{t.lead}</p>
      </div>
      <div className={styles.day}>
        <TextField
          label={t.day}
          type="date"
          value={shown}
          onChange={({ target }) => target.value && setDay(target.value)}
        />
        <IconButton
          icon="chevronLeft"
          label={t.before}
          disabled={!shown}
          onClick={() => step(-1)}
        />
        <IconButton icon="chevronRight" label={t.after} disabled={!shown} onClick={() => step(1)} />
      </div>
      <Loaded query={query} lines={4}>
        {(hours) => <Day hours={hours} />}
      </Loaded>
    </Sheet>
  );
}

function moved(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

function Day({ hours: { members } }: { hours: DayOfHours }) {
  const all = useTexts(texts);
  const t = all.hours;
  const { number } = useFormats();
  if (members.length === 0) return <p className={settings.lead}>{t.none}</p>;
  const given = members.flatMap((member) => member.hours);
  const open = given.map(({ hour }) => hour);
  const [first, last] = [Math.min(...open), Math.max(...open)];
  const hours = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const most = Math.max(...given.map(({ stamps }) => stamps));
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keyboard too */}
      <section className={heat.frame} aria-label={t.table} tabIndex={0}>
        <table className={heat.table}>
          <caption className="visually-hidden">{t.title}</caption>
          <thead>
            <tr>
              <th scope="col">{t.member}</th>
              {hours.map((hour) => (
                <th key={hour} scope="col">
                  {t.hour(hour)}
                </th>
              ))}
              <th scope="col" className={styles.total}>
                {t.total}
              </th>
            </tr>
          </thead>
          <tbody>
            {members.map(({ member, stamps, hours: of }) => (
              <tr key={member.id}>
                <th scope="row">{member.name ?? all.former}</th>
                {hours.map((hour) => {
                  const cell = of.find((each) => each.hour === hour);
                  if (!cell) return <td key={hour} className={heat.closed} />;
                  return (
                    <td
                      key={hour}
                      data-heat={Math.ceil((5 * cell.stamps) / most)}
                      className={cx(cell.alert_id && styles.unusual)}
                    >
                      {cell.alert_id ? (
                        <Link
                          to="/settings/alerts/$alertId"
                          params={{ alertId: cell.alert_id }}
                          aria-label={`${number(cell.stamps)}, ${t.unusual}`}
                        >
                          {number(cell.stamps)}
                        </Link>
                      ) : (
                        number(cell.stamps)
                      )}
                    </td>
                  );
                })}
                <td className={heat.size}>{number(stamps)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {given.some(({ alert_id }) => alert_id) && <p className={settings.lead}>{t.marked}</p>}
    </>
  );
}
