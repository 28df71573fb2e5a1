import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Merge } from '../../api/duplicates';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import { useMay } from '../session/me';
import { useFormats } from '../shell/useFormats';
import styles from './Duplicates.module.css';
import { mergesQuery } from './queries';
import { texts } from './texts';
import { UndoMerge } from './UndoMerge';

/** The merges of late, each with its way back for as long as there is one. */
export function Merges() {
  const t = useTexts(texts).merges;
  const { data: merges = [] } = useQuery(mergesQuery());
  const [undone, setUndone] = useState(false);
  if (merges.length === 0) return null;
  return (
    <section className={styles.stack} aria-labelledby="merges">
      <h2 id="merges">{t.title}</h2>
      <StatusLine>{undone && t.undone}</StatusLine>
      <Sheet as="div">
        <ul className={styles.merges}>
          {merges.map((merge) => (
            <Line key={merge.id} merge={merge} onUndone={() => setUndone(true)} />
          ))}
        </ul>
      </Sheet>
    </section>
  );
}

function Line({ merge, onUndone }: { merge: Merge; onUndone: () => void }) {
  const t = useTexts(texts);
  const { dateTime } = useFormats();
  const mayMerge = useMay('customers:merge');
  const name = merge.merged_name ?? t.merges.someone;
  return (
    <li>
      <span className={styles.what}>
        <Link to="/customers/$customerId" params={{ customerId: merge.kept_id }}>
          {t.merges.line(name, merge.kept_name ?? t.nameless)}
        </Link>
        <small>
          <time dateTime={merge.created_at}>{dateTime(merge.created_at)}</time>
          {merge.cards_moved > 0 && `, ${t.merges.moved(merge.cards_moved)}`}
        </small>
      </span>
      {merge.undoable ? (
        mayMerge && <UndoMerge mergeId={merge.id} name={name} onUndone={onUndone} />
      ) : (
        <Badge>{merge.reversed_at ? t.merges.reversed : t.merges.locked}</Badge>
      )}
    </li>
  );
}
