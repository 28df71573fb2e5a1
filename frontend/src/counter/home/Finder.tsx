import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { typedCard } from '../../scan/content';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { useCounter } from '../counter';
import { useLink } from '../network/link';
import { texts } from '../texts';
import styles from './Finder.module.css';
import { Found, openCard } from './Found';
import { searchQuery } from './queries';
import { Recent } from './Recent';

const PAUSE_MS = 180;
const SHORTEST = 2;
/** A slash among other keys belongs to an address that a scanner types. */
const ALONE_MS = 400;

/** One box for everything a customer may say: a name, a phone in any form, an e-mail, a number. */
export function Finder({ visit }: { visit: number }) {
  const t = useTexts(texts);
  const offline = useLink(useCounter().link) === 'down';
  const [text, setText] = useState('');
  // Each new visit of the counter's home starts with an empty box. Emptied while it is drawn: an
  // effect would come after the first letters of somebody quick.
  const [visited, setVisited] = useState(visit);
  if (visited !== visit) {
    setVisited(visit);
    setText('');
  }
  const box = useRef<HTMLInputElement>(null);
  const q = useSettled(text.trim());
  const asked = q.length >= SHORTEST;
  const found = useQuery({
    ...searchQuery(q),
    enabled: asked && !offline,
    placeholderData: keepPreviousData,
  });

  useSlash(box);
  // Enter means what was typed, which may not have been asked yet; what was found before is another.
  const [entered, setEntered] = useState<string | null>(null);
  const typed = text.trim();
  const ready = entered === typed && q === typed && asked && !found.isFetching;
  useEffect(() => {
    if (!ready) return;
    setEntered(null);
    const [only, second] = found.data?.items ?? [];
    if (only && !second) openCard(only.id);
  }, [ready, found.data]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!offline) return setEntered(typed);
    const number = typedCard(text);
    if (number) openCard(number);
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
            onChange={(event) => {
              setText(event.target.value);
              setEntered(null);
            }}
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
      // Enter and Tab write nothing: whoever has just pressed one may go on at once.
      if (event.key.length === 1) lastKey = event.timeStamp;
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
