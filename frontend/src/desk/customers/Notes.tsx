import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { changeCustomer, getCustomer } from '../../api/customers';
import { isProblem } from '../../api/problems';
import type { Customer } from '../../api/types';
import type { Versioned } from '../../api/versioned';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { TextArea } from '../../ui/Field';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import { Conflict } from '../conflict/Conflict';
import { useMay } from '../session/me';
import { Refusal } from '../shell/states';
import styles from './CustomerPage.module.css';
import { customerQuery } from './queries';
import { texts } from './texts';
import { useBar } from './useBar';

interface Saving {
  from: Versioned<Customer>;
  notes: string;
  /** What stood in the field. */
  shown: string;
}

/** What is worth remembering about a customer; saving can be taken back. */
export function Notes({ stored }: { stored: Versioned<Customer> }) {
  const t = useTexts(texts);
  const queries = useQueryClient();
  const mayWrite = useMay('customers:write');
  const bar = useBar(stored.data);
  const { id } = stored.data;
  const [base, setBase] = useState(stored);
  const [text, setText] = useState(stored.data.notes ?? '');
  const written = useRef(text);
  written.current = text;
  const [undo, setUndo] = useState<string | null>(null);
  const [line, setLine] = useState('');
  const [theirs, setTheirs] = useState<Versioned<Customer> | null>(null);
  const before = base.data.notes ?? '';
  const changed = text !== before;
  // Read anew behind the page (another field was edited, say): follow, unless one is writing here.
  if (stored !== base && !changed && !theirs) {
    setBase(stored);
    setText(stored.data.notes ?? '');
  }
  const save = useMutation({
    mutationFn: ({ from, notes }: Saving) =>
      changeCustomer(id, from.etag, { notes: notes.trim() || null }),
    onSuccess: (saved, { from, shown }) => {
      setBase(saved);
      queries.setQueryData(customerQuery(id).queryKey, saved);
      // Whoever went on writing meanwhile keeps what was written.
      if (written.current !== shown) return;
      setText(saved.data.notes ?? '');
      setUndo(undo === null ? (from.data.notes ?? '') : null);
      setLine(undo === null ? t.notes.saved : t.notes.undone);
    },
    onError: async (error, { notes, shown }) => {
      if (!isProblem(error, 'STALE')) return;
      const current = await getCustomer(id);
      // Somebody changed the record, but not these notes: nothing to ask.
      if ((current.data.notes ?? '') === before) save.mutate({ from: current, notes, shown });
      else setTheirs(current);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setUndo(null);
    save.mutate({ from: base, notes: text, shown: text });
  };
  return (
    <Sheet ruled className={styles.panel} aria-labelledby="notes">
      <h2 id="notes">{t.notes.title}</h2>
      {mayWrite && !bar ? (
        <form className={styles.panel} onSubmit={submit}>
          <TextArea
            label={<span className="visually-hidden">{t.notes.label}</span>}
            hint={t.notes.hint}
            placeholder={t.notes.placeholder}
            rows={5}
            maxLength={2000}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setUndo(null);
              setLine('');
            }}
          />
          <Refusal error={isProblem(save.error, 'STALE') ? null : save.error} />
          {changed && (
            <Button type="submit" variant="secondary" busy={save.isPending}>
              {t.notes.save}
            </Button>
          )}
          <StatusLine
            action={
              undo !== null && (
                <Button
                  size="small"
                  variant="quiet"
                  icon="undo"
                  onClick={() => save.mutate({ from: base, notes: undo, shown: text })}
                >
                  {t.notes.undo}
                </Button>
              )
            }
          >
            {line}
          </StatusLine>
        </form>
      ) : (
        <>
          <p>{stored.data.notes ?? t.notes.none}</p>
          {mayWrite && <p className={styles.hint}>{bar}</p>}
        </>
      )}
      {theirs && (
        <Conflict
          title={t.conflict.title}
          text={t.conflict.text}
          fields={{ notes: t.conflict.notes }}
          base={{ notes: before }}
          mine={{ notes: text }}
          theirs={{ notes: theirs.data.notes ?? '' }}
          show={(_field, value) => value}
          onClose={() => setTheirs(null)}
          onResolve={({ notes }) => {
            setTheirs(null);
            save.mutate({ from: theirs, notes, shown: text });
          }}
        />
      )}
    </Sheet>
  );
}
