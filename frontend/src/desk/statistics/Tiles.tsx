import type { Figure, StatisticsOverview, StatisticsWish } from '../../api/statistics';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { shortMoney } from '../../i18n/money';
import { cx } from '../../ui/cx';
import { useFormats } from '../shell/useFormats';
import { File } from './File';
import styles from './Statistics.module.css';
import { CHARTED, type Charted, type StatisticsSearch } from './search';
import { texts } from './texts';

type Name = keyof StatisticsOverview['figures'];
const NAMES: Name[] = [...CHARTED, 'redemption_share', 'redemption_cost', 'days_to_reward'];
/** More of these is no good news. */
const BETTER_LESS: Name[] = ['redemption_cost', 'days_to_reward'];

interface TilesProps {
  answer: StatisticsOverview;
  chosen: Charted;
  wish: StatisticsWish;
  onChoose: (next: StatisticsSearch) => void;
}

/** Each figure beside the one before; those with a course over time lead to it. */
export function Tiles({ answer, chosen, wish, onChoose }: TilesProps) {
  const t = useTexts(texts);
  return (
    <section aria-labelledby="figures" className={styles.section}>
      <div className={styles.head}>
        <h2 id="figures" className="visually-hidden">
          {t.figures.title}
        </h2>
        <Days answer={answer} />
        <File kind="overview" what={t.figures.title} wish={wish} />
      </div>
      <ul className={styles.tiles}>
        {NAMES.map((name) => {
          const charted = CHARTED.find((each) => each === name);
          const tile = <Tile name={name} answer={answer} />;
          return (
            <li key={name}>
              {charted ? (
                <button
                  type="button"
                  className={cx(styles.tile, styles.choice)}
                  aria-pressed={charted === chosen}
                  title={t.chart.choose(t.figures[name])}
                  onClick={() => onChoose({ figure: charted === 'visits' ? undefined : charted })}
                >
                  {tile}
                </button>
              ) : (
                <div className={styles.tile}>{tile}</div>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Days({ answer: { period, compared_with: before } }: { answer: StatisticsOverview }) {
  const { date } = useFormats();
  return (
    <p className={styles.days}>
      <strong>
        {date(period.from)} – {date(period.to)}
      </strong>
      {before && (
        <span>
          {date(before.from)} – {date(before.to)}
        </span>
      )}
    </p>
  );
}

function Tile({ name, answer }: { name: Name; answer: StatisticsOverview }) {
  const t = useTexts(texts);
  const write = useWritten(answer.currency);
  const figure = answer.figures[name];
  // Rewards went out and cost nothing: their worth was never said.
  const unsaid =
    name === 'redemption_cost' && figure.value === 0 && answer.figures.redemptions.value !== 0;
  return (
    <>
      <span className={styles.name}>{t.figures[name]}</span>
      <span className={cx(styles.value, figure.few && styles.few)}>
        {figure.value === null || unsaid
          ? figure.few
            ? t.fewPeople
            : '–'
          : write(name, figure.value)}
      </span>
      <span className={styles.beside}>
        <Change figure={figure} worse={BETTER_LESS.includes(name)} />
        {unsaid && <span>{t.noWorth}</span>}
        {figure.previous !== null && !unsaid && (
          <span>{t.before(write(name, figure.previous))}</span>
        )}
        {figure.previous_few && <span>{t.before(t.fewPeople)}</span>}
      </span>
      <Moved figure={figure} period={answer.period} />
    </>
  );
}

function Change({ figure, worse }: { figure: Figure; worse: boolean }) {
  const t = useTexts(texts);
  const { number } = useFormats();
  if (figure.change === null) return null;
  const rounded = Math.round(figure.change);
  const up = rounded > 0;
  const mood = rounded === 0 ? undefined : up === worse ? styles.down : styles.up;
  return (
    <span className={cx(styles.change, mood)}>
      <span aria-hidden="true">
        {rounded === 0 ? '=' : up ? '↑' : '↓'} {t.percent(number(Math.abs(rounded)))}
      </span>
      <span className="visually-hidden">{t.change(t.percent(number(Math.abs(rounded))), up)}</span>
    </span>
  );
}

/** Where the days are not those asked for. */
function Moved({ figure, period }: { figure: Figure; period: StatisticsOverview['period'] }) {
  const t = useTexts(texts);
  const { dayMonth } = useFormats();
  const covers = figure.covers;
  if (!covers || figure.value === null) return null;
  const cut = covers.to < period.to && covers.to < new Date().toISOString().slice(0, 10);
  if (covers.from === period.from && !cut) return null;
  return (
    <small className={styles.moved}>{t.covers(dayMonth(covers.from), dayMonth(covers.to))}</small>
  );
}

function useWritten(currency: string) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { number } = useFormats();
  return (name: Name, value: number) => {
    if (name === 'redemption_cost') return shortMoney(language, value, currency);
    if (name === 'redemption_share') return t.percent(number(value));
    return name === 'days_to_reward' ? t.days(Math.round(value)) : number(value);
  };
}
