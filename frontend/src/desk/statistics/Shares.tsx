import { useQuery } from '@tanstack/react-query';
import type { StatisticsBreakdown, StatisticsWish } from '../../api/statistics';
import { useTexts } from '../../i18n/LanguageProvider';
import { Sheet } from '../../ui/Sheet';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { File } from './File';
import { breakdownQuery } from './queries';
import styles from './Statistics.module.css';
import type { StatisticsSearch } from './search';
import { texts } from './texts';

interface SharesProps {
  wish: StatisticsWish;
  search: StatisticsSearch;
  onChange: (next: StatisticsSearch) => void;
}

/** What each program and place has of the whole; a name narrows the screen to it. */
export function Shares({ wish, search, onChange }: SharesProps) {
  const query = useQuery(breakdownQuery(wish));
  return (
    <Loaded query={query} lines={4}>
      {({ programs, locations }) => {
        const some = {
          programs: programs.length > 1 && !search.program_id ? programs : [],
          locations: locations.length > 1 && !search.location_id ? locations : [],
        };
        if (!some.programs.length && !some.locations.length) return null;
        return (
          <div className={styles.columns}>
            {some.programs.length > 0 && (
              <Share
                kind="programs"
                shares={some.programs}
                wish={wish}
                onChoose={(program_id) => onChange({ program_id })}
              />
            )}
            {some.locations.length > 0 && (
              <Share
                kind="locations"
                shares={some.locations}
                wish={wish}
                onChoose={(location_id) => onChange({ location_id })}
              />
            )}
          </div>
        );
      }}
    </Loaded>
  );
}

interface ShareProps {
  kind: 'programs' | 'locations';
  shares: StatisticsBreakdown['programs'];
  wish: StatisticsWish;
  onChoose: (id: string) => void;
}

function Share({ kind, shares, wish, onChoose }: ShareProps) {
  const t = useTexts(texts);
  const { number } = useFormats();
  const most = Math.max(1, ...shares.map(({ visits }) => visits.value ?? 0));
  const written = (value: number | null) => (value === null ? t.few : number(value));
  return (
    <Sheet className={styles.panel} aria-labelledby={kind}>
      <div className={styles.head}>
        <h2 id={kind}>{t.shares[kind]}</h2>
        <File kind="breakdown" what={t.shares[kind]} wish={wish} />
      </div>
      <table className={styles.shares}>
        <caption className="visually-hidden">{t.shares[kind]}</caption>
        <thead>
          <tr>
            <th scope="col">{t.shares.name}</th>
            <th scope="col">{t.figures.visits}</th>
            <th scope="col">{t.figures.active_cards}</th>
          </tr>
        </thead>
        <tbody>
          {shares.map((share) => (
            <tr key={share.id}>
              <th scope="row">
                <button
                  type="button"
                  onClick={() => onChoose(share.id)}
                  title={t.shares.only(share.name)}
                >
                  {share.name}
                </button>
                <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                  <rect width={(100 * (share.visits.value ?? 0)) / most} height="4" />
                </svg>
              </th>
              <td>{written(share.visits.value)}</td>
              <td>{written(share.active_cards.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  );
}
