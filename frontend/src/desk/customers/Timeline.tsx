import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Card, Entry } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import { useMay } from '../session/me';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import page from './CustomerPage.module.css';
import { cardsOfQuery, timelineQuery } from './queries';
import { Reverse } from './Reverse';
import styles from './Timeline.module.css';
import { TimelineLine } from './TimelineLine';
import { texts } from './texts';
import { byMonth, entryOf, isReversible } from './timeline';
import { useWhat } from './useWhat';

interface Reversal {
  entry: Entry;
  card: Card;
  what: string;
}

/** Everything that ever happened with a customer, of all cards and none, newest first. */
export function Timeline({ customerId }: { customerId: string }) {
  const t = useTexts(texts).timeline;
  const { dateTime, month } = useFormats();
  const query = useInfiniteQuery(timelineQuery(customerId));
  const { data: cards = [] } = useQuery(cardsOfQuery(customerId));
  const mayReverse = useMay('cards:adjust');
  const whatOf = useWhat(cards);
  const [reversing, setReversing] = useState<Reversal | null>(null);
  const [reversed, setReversed] = useState<string | null>(null);
  const reversalOf = (entry: Entry | null, what: string): Reversal | null => {
    if (!entry || !mayReverse || !isReversible(entry)) return null;
    const card = cards.find(({ id, status }) => id === entry.card_id && status === 'active');
    return card ? { entry, card, what } : null;
  };
  const numberOf = (entry: Entry | null) =>
    cards.find(({ id }) => id === entry?.card_id)?.number ?? null;
  return (
    <Sheet className={page.panel} aria-labelledby="timeline">
      <h2 id="timeline">{t.title}</h2>
      <StatusLine>{reversed && t.reversedNow(reversed)}</StatusLine>
      <Loaded query={query} lines={4}>
        {(data) => {
          const items = data.pages.flatMap((one) => one.items);
          if (items.length === 0) return <p className={page.hint}>{t.empty}</p>;
          return (
            <>
              {byMonth(items, month).map(({ name, items: lines }) => (
                <div key={name} className={styles.month}>
                  <h3>{name}</h3>
                  <ol>
                    {lines.map((item) => {
                      const what = whatOf(item);
                      const reversal = reversalOf(entryOf(item), what);
                      return (
                        <TimelineLine
                          key={item.id}
                          item={item}
                          what={what}
                          number={cards.length > 1 ? numberOf(entryOf(item)) : null}
                          onReverse={reversal && (() => setReversing(reversal))}
                        />
                      );
                    })}
                  </ol>
                </div>
              ))}
              {query.hasNextPage && (
                <div>
                  <Button
                    variant="secondary"
                    size="small"
                    busy={query.isFetchingNextPage}
                    onClick={() => void query.fetchNextPage()}
                  >
                    {t.more}
                  </Button>
                </div>
              )}
            </>
          );
        }}
      </Loaded>
      {reversing && (
        <Reverse
          card={reversing.card}
          entry={reversing.entry}
          customerId={customerId}
          what={t.reverseOf(reversing.what, dateTime(reversing.entry.occurred_at))}
          onClose={() => setReversing(null)}
          onReversed={() => {
            setReversed(reversing.what);
            setReversing(null);
          }}
        />
      )}
    </Sheet>
  );
}
