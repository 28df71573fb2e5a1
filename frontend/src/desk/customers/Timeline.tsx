import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Card, Entry } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { Button, IconButton } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { Icon, type IconName } from '../../ui/Icon';
import { StatusLine } from '../../ui/StatusLine';
import { useMay } from '../session/me';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import page from './CustomerPage.module.css';
import { entriesQuery, teamQuery } from './queries';
import { Reverse } from './Reverse';
import styles from './Timeline.module.css';
import { texts } from './texts';
import { byMonth, isReversible } from './timeline';

const ICON: Record<Entry['kind'], IconName> = {
  earn: 'stamp',
  redeem: 'gift',
  adjust: 'edit',
  expire: 'clock',
  reverse: 'undo',
  import: 'download',
  transfer: 'arrowRight',
};

/** Everything that ever happened on a card, newest first. */
export function Timeline({ card, customerId }: { card: Card; customerId: string }) {
  const t = useTexts(texts).timeline;
  const { dateTime, month } = useFormats();
  const query = useInfiniteQuery(entriesQuery(card.id));
  const mayReverse = useMay('cards:adjust') && card.status === 'active';
  const what = useWhat();
  const [reversing, setReversing] = useState<Entry | null>(null);
  const [reversed, setReversed] = useState<Entry | null>(null);
  return (
    <section className={page.panel} aria-labelledby="timeline">
      <h3 id="timeline">{t.title}</h3>
      <StatusLine>{reversed && t.reversedNow(what(reversed))}</StatusLine>
      <Loaded query={query} lines={4}>
        {(data) => {
          const entries = data.pages.flatMap(({ items }) => items);
          if (entries.length === 0) return <p className={page.hint}>{t.empty}</p>;
          return (
            <>
              {byMonth(entries, month).map(({ name, entries: lines }) => (
                <div key={name} className={styles.month}>
                  <h4>{name}</h4>
                  <ol>
                    {lines.map((entry) => (
                      <Line
                        key={entry.id}
                        entry={entry}
                        what={what(entry)}
                        onReverse={
                          mayReverse && isReversible(entry) ? () => setReversing(entry) : null
                        }
                      />
                    ))}
                  </ol>
                </div>
              ))}
              {query.hasNextPage && (
                <Button
                  variant="secondary"
                  size="small"
                  busy={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {t.more}
                </Button>
              )}
            </>
          );
        }}
      </Loaded>
      {reversing && (
        <Reverse
          card={card}
          entry={reversing}
          customerId={customerId}
          what={t.reverseOf(what(reversing), dateTime(reversing.occurred_at))}
          onClose={() => setReversing(null)}
          onReversed={() => {
            setReversed(reversing);
            setReversing(null);
          }}
        />
      )}
    </section>
  );
}

function useWhat(): (entry: Entry) => string {
  const { kinds, reward } = useTexts(texts).timeline;
  return (entry) => {
    if (entry.kind === 'earn') return kinds.earn(entry.delta);
    if (entry.kind === 'redeem') return kinds.redeem(entry.reward?.name ?? reward);
    return kinds[entry.kind];
  };
}

interface LineProps {
  entry: Entry;
  what: string;
  onReverse: (() => void) | null;
}

function Line({ entry, what, onReverse }: LineProps) {
  const t = useTexts(texts).timeline;
  const { dateTime, signed } = useFormats();
  const details = [
    dateTime(entry.occurred_at),
    useActor(entry),
    entry.reason && t.reason(entry.reason),
    entry.receipt && t.receipt(entry.receipt),
  ].filter(Boolean);
  return (
    <li className={cx(styles.line, entry.reversed && styles.reversed)}>
      <span className={styles.icon}>
        <Icon name={ICON[entry.kind]} size={18} />
      </span>
      <div className={styles.words}>
        <p className={styles.what}>
          <span>{what}</span> {entry.reversed && <Badge>{t.reversed}</Badge>}
        </p>
        <p className={styles.details}>{details.join(' · ')}</p>
      </div>
      <div className={styles.units}>
        <strong>{signed(entry.delta)}</strong>
        <span>{t.balance(entry.balance)}</span>
      </div>
      <span className={styles.action}>
        {onReverse && <IconButton icon="undo" label={t.reverseLine(what)} onClick={onReverse} />}
      </span>
    </li>
  );
}

/** Who did it: the ledger keeps an opaque id, the team's list has the first name. */
function useActor({ actor }: Entry): string {
  const t = useTexts(texts).timeline;
  const mayRead = useMay('team:read');
  const { data: team } = useQuery({ ...teamQuery, enabled: mayRead });
  const member = team?.find(({ id, user_id }) => id === actor.id || user_id === actor.id);
  return member?.first_name ?? t.actors[actor.kind];
}
