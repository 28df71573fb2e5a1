import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { NetworkProblem } from '../../api/problems';
import type { Card, Page } from '../../api/types';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { problemText } from '../../i18n/problemText';
import { formatNumber, typedCard } from '../../scan/content';
import { Banner } from '../../ui/Banner';
import { Button, IconButton } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Icon } from '../../ui/Icon';
import { Skeleton } from '../../ui/Skeleton';
import { useCounter, useMay } from '../counter';
import { go, type Prefill } from '../navigation';
import { useLink } from '../network/link';
import { texts } from '../texts';
import styles from './Finder.module.css';
import { People } from './People';
import { peopleQuery, recentQuery, searchQuery } from './queries';
import { CardRow, rowOfCard, rowOfRecent } from './rows';

const PAUSE_MS = 180;
const SHORTEST = 2;
/** A slash among other keys belongs to an address that a scanner types. */
const ALONE_MS = 400;

export const openCard = (card: string) => go({ screen: 'card', card, from: 'home' });

/** One box for everything a customer may say: a name, a phone in any form, an e-mail, a number. */
export function Finder({ visit }: { visit: number }) {
  const t = useTexts(texts);
  const offline = useLink(useCounter().link) === 'down';
  const [text, setText] = useState('');
  const box = useRef<HTMLInputElement>(null);
  const q = useSettled(text.trim());
  const asked = q.length >= SHORTEST;
  const found = useQuery({
    ...searchQuery(q),
    enabled: asked && !offline,
    placeholderData: keepPreviousData,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: each new visit of the counter's home starts with an empty box
  useEffect(() => setText(''), [visit]);
  useSlash(box);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const [only, second] = found.data?.items ?? [];
    if (only && !second && !found.isPlaceholderData) openCard(only.id);
    else if (offline) {
      const number = typedCard(text);
      if (number) openCard(number);
    }
  };
  return (
    <div className={styles.finder}>
      {/* biome-ignore lint/a11y/useSemanticElements: <search> is still unknown to browsers we support */}
      <form role="search" className={styles.form} onSubmit={submit}>
        <label className={styles.label}>
          <span className="visually-hidden">{t.find.label}</span>
          <Icon name="search" />
          <input
            ref={box}
            type="text"
            inputMode="search"
            enterKeyHint="search"
            autoComplete="off"
            autoCorrect="off"
            spellCheck={false}
            className={styles.box}
            placeholder={t.find.placeholder}
            aria-describedby="finder-hint"
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => event.key === 'Escape' && setText('')}
          />
        </label>
        {text !== '' && (
          <IconButton
            icon="close"
            label={t.find.clear}
            onClick={() => {
              setText('');
              box.current?.focus();
            }}
          />
        )}
      </form>
      <p id="finder-hint" className="visually-hidden">
        {t.find.hint}
      </p>
      {asked ? <Found q={q} search={found} offline={offline} /> : <Recent />}
    </div>
  );
}

function Found({
  q,
  search,
  offline,
}: {
  q: string;
  search: UseQueryResult<Page<Card>>;
  offline: boolean;
}) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const number = typedCard(q);
  if (offline || search.error instanceof NetworkProblem) {
    return (
      <div className={styles.stack}>
        <Banner tone="info" icon="offline" role="status">
          {t.find.offline}
        </Banner>
        {number && (
          <Button variant="secondary" icon="card" wide onClick={() => openCard(number)}>
            {t.find.openNumber(formatNumber(number))}
          </Button>
        )}
      </div>
    );
  }
  if (search.error) {
    return (
      <Banner
        tone="danger"
        role="alert"
        action={
          <Button variant="secondary" onClick={() => search.refetch()}>
            {t.retry}
          </Button>
        }
      >
        {problemText(search.error, language)}
      </Banner>
    );
  }
  if (!search.data) return <Skeleton label={t.loading} lines={4} height="3rem" />;
  const { items, next_cursor } = search.data;
  if (items.length === 0) return search.isPlaceholderData ? null : <Nobody q={q} />;
  return (
    <section aria-label={t.find.results(items.length)} aria-busy={search.isPlaceholderData}>
      <p className={styles.heading} role="status">
        {t.find.results(items.length)}
      </p>
      <ul className={styles.rows}>
        {items.map((card) => (
          <CardRow key={card.id} row={rowOfCard(card)} />
        ))}
      </ul>
      {next_cursor && <p className={styles.hint}>{t.find.more}</p>}
    </section>
  );
}

function Nobody({ q }: { q: string }) {
  const t = useTexts(texts);
  const mayEnrol = useMay('cards:write');
  const people = useQuery(peopleQuery(q));
  const without = people.data?.items ?? [];
  if (people.isLoading) return <Skeleton label={t.loading} />;
  return (
    <div className={styles.stack}>
      {without.length > 0 ? (
        <People people={without} mayEnrol={mayEnrol} />
      ) : (
        <EmptyState
          icon="search"
          title={t.find.noneTitle(q)}
          action={
            mayEnrol && (
              <Button icon="plus" onClick={() => go({ screen: 'enrol', prefill: prefillOf(q) })}>
                {t.find.createPlain}
              </Button>
            )
          }
        >
          <p role="status">{t.find.none}</p>
        </EmptyState>
      )}
    </div>
  );
}

function Recent() {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const offline = useLink(useCounter().link) === 'down';
  const recent = useQuery(recentQuery);
  if (recent.isPending) return <Skeleton label={t.loading} lines={5} height="3.25rem" />;
  if (!recent.data) {
    if (offline) return null;
    return (
      <Banner
        tone="danger"
        action={
          <Button variant="secondary" onClick={() => recent.refetch()}>
            {t.retry}
          </Button>
        }
      >
        {problemText(recent.error, language)}
      </Banner>
    );
  }
  const rows = recent.data.map(rowOfRecent);
  if (rows.length === 0) {
    return (
      <EmptyState icon="users" title={t.find.emptyTitle}>
        {t.find.empty}
      </EmptyState>
    );
  }
  return (
    <section aria-labelledby="recent-customers">
      <h2 id="recent-customers" className={styles.heading}>
        {t.find.recent}
      </h2>
      <ul className={styles.rows}>
        {rows.map((row) => (
          <CardRow key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
}

/** What was searched in vain is likely what the new card will be made with. */
export function prefillOf(q: string): Prefill {
  if (q.includes('@')) return { email: q };
  if (/^[+\d][\d\s.()-]{5,}$/.test(q)) return { phone: q };
  return /\d/.test(q) ? {} : { firstName: q };
}

/** Follows the text once typing pauses. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    if (text.length < SHORTEST) {
      setSettled(text);
      return;
    }
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** "/" goes to the search, but is just a character for someone who is writing. */
function useSlash(box: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    let lastKey = Number.NEGATIVE_INFINITY;
    const press = (event: KeyboardEvent) => {
      const alone = event.timeStamp - lastKey > ALONE_MS;
      lastKey = event.timeStamp;
      const writing = (event.target as HTMLElement | null)?.closest(
        'input, textarea, select, dialog',
      );
      if (event.key !== '/' || !alone || writing || event.ctrlKey || event.metaKey || event.altKey)
        return;
      // On a narrow screen the box may be hidden behind another screen.
      if (!box.current?.offsetParent) return;
      event.preventDefault();
      box.current.focus();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [box]);
}
