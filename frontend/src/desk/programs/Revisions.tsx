import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTexts } from '../../i18n/LanguageProvider';
import { unitsIn } from '../../i18n/units';
import { Badge } from '../../ui/Badge';
import { More } from '../../ui/More';
import { Sheet } from '../../ui/Sheet';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { usePurse } from '../shell/usePurse';
import { programQuery, revisionsQuery } from './queries';
import styles from './Revisions.module.css';
import { RewardLines } from './RewardLines';
import { sayer } from './rules/say';
import { texts } from './texts';

const route = getRouteApi('/office/programs/$programId');

export function Revisions() {
  const t = useTexts(texts);
  const { programId } = route.useParams();
  const { dateTime, date } = useFormats();
  const query = useInfiniteQuery(revisionsQuery(programId));
  const program = useQuery(programQuery(programId)).data?.data;
  const purse = usePurse();
  if (!program || !purse) return null;
  const say = sayer(purse.language, program, purse.currency);
  return (
    <section className={styles.page} aria-labelledby="history">
      <div>
        <h2 id="history">{t.history.title}</h2>
        <p className={styles.lead}>{t.history.lead}</p>
      </div>
      <Loaded query={query} lines={5}>
        {(data) => {
          const revisions = data.pages.flatMap((page) => page.items);
          if (revisions.length === 0) return <p>{t.history.empty}</p>;
          const newest = Math.max(...revisions.map((revision) => revision.number));
          return (
            <>
              <ol className={styles.list}>
                {revisions.map((revision) => (
                  <li key={revision.number}>
                    <Sheet as="article" className={styles.revision}>
                      <header className={styles.head}>
                        <h3>{t.history.revision(revision.number)}</h3>
                        {revision.number === newest && <Badge tone="ok">{t.history.current}</Badge>}
                        <time dateTime={revision.created_at} title={dateTime(revision.created_at)}>
                          {date(revision.created_at)}
                        </time>
                      </header>
                      <ul className={styles.sentences}>
                        {say.everything(revision.rules).map((each) => (
                          <li key={each}>{each}</li>
                        ))}
                      </ul>
                      <RewardLines
                        rewards={revision.rewards}
                        units={unitsIn(purse.language, program)}
                      />
                    </Sheet>
                  </li>
                ))}
              </ol>
              <More query={query}>{t.history.more}</More>
            </>
          );
        }}
      </Loaded>
    </section>
  );
}
