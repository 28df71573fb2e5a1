import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listEntries } from '../../api/cards';
import type { Entry } from '../../api/types';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { problemText } from '../../i18n/problemText';
import { words } from '../../i18n/words';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { Skeleton } from '../../ui/Skeleton';
import { useCounter, useMay } from '../counter';
import type { Refusal } from '../outbox/gesture';
import { actionTexts } from './actionTexts';
import styles from './CardActions.module.css';
import { RefusalNotice } from './Notices';
import type { ShownCard } from './standing';

const PAGE = 15;
const UNDOABLE = ['earn', 'redeem', 'adjust'] as const;
type Undoable = (typeof UNDOABLE)[number];

/** Every entry of the card. Those who may correct undo any of them from here, however old. */
export function History({ card }: { card: ShownCard }) {
  const t = useTexts(actionTexts);
  const w = useTexts(words);
  const { language } = useLanguage();
  const { outbox } = useCounter();
  const mayAdjust = useMay('cards:adjust');
  const [busy, setBusy] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const entries = useInfiniteQuery({
    queryKey: ['entries', card.id],
    queryFn: ({ pageParam }) => listEntries(card.id, { limit: PAGE, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  if (entries.isPending) return <Skeleton label={t.history} lines={5} height="2.5rem" />;
  if (!entries.data) {
    return <Banner tone="danger">{problemText(entries.error, language)}</Banner>;
  }
  const undo = async (entry: Entry, kind: Undoable) => {
    setBusy(entry.id);
    setRefusal(null);
    const gesture = await outbox.reverse(card.id, card.number, entry.id, kind);
    if (gesture.state === 'refused') {
      setRefusal(gesture.refusal);
      await outbox.dismiss(gesture.key);
    }
    setBusy(null);
  };
  const all = entries.data.pages.flatMap((page) => page.items);
  if (all.length === 0) return <p>{t.historyEmpty}</p>;
  return (
    <div className={styles.form}>
      {refusal && <RefusalNotice refusal={refusal} />}
      <ul className={styles.entries}>
        {all.map((entry) => {
          const kind = UNDOABLE.find((each) => each === entry.kind);
          return (
            <li key={entry.id} className={cx(styles.entry, entry.reversed && styles.reversed)}>
              <EntryWords entry={entry} />
              {mayAdjust && kind && !entry.reversed && (
                <Button
                  variant="quiet"
                  icon="undo"
                  busy={busy === entry.id}
                  onClick={() => undo(entry, kind)}
                >
                  {t.undo}
                </Button>
              )}
              <span className={styles.delta}>{formats(language).signed(entry.delta)}</span>
            </li>
          );
        })}
      </ul>
      {entries.hasNextPage && (
        <Button
          variant="secondary"
          busy={entries.isFetchingNextPage}
          onClick={() => entries.fetchNextPage()}
        >
          {w.more}
        </Button>
      )}
    </div>
  );
}

function EntryWords({ entry }: { entry: Entry }) {
  const t = useTexts(actionTexts);
  const format = formats(useLanguage().language);
  const details = [
    format.dateTime(entry.occurred_at),
    entry.reversed && t.reversed,
    entry.reason,
  ].filter(Boolean);
  return (
    <span className={styles.entryWords}>
      <span className={styles.entryTitle}>{entry.reward?.name ?? t.kinds[entry.kind]}</span>
      <br />
      <span className={styles.entryDetail}>{details.join(' · ')}</span>
    </span>
  );
}
