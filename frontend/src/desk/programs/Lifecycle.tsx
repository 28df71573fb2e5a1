import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { activateProgram, archiveProgram, closeProgram } from '../../api/programs';
import type { Program } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/Field';
import { StatusLine } from '../../ui/StatusLine';
import { useMay } from '../session/me';
import { Refusal } from '../shell/states';
import { inDays, today } from './dates';
import { useDirty } from './dirty';
import styles from './ProgramPage.module.css';
import { programsChanged } from './queries';
import { texts } from './texts';

/** draft → active → closing → archived: what this program can become next. */
export function Lifecycle({ program }: { program: Program }) {
  const t = useTexts(texts);
  const queries = useQueryClient();
  const mayWrite = useMay('programs:write');
  const { dirty } = useDirty();
  const [dialog, setDialog] = useState<'close' | 'archive' | null>(null);
  const activate = useMutation({
    mutationFn: () => activateProgram(program.id),
    onSuccess: () => programsChanged(queries, program.id),
  });
  if (!mayWrite) return <p className={styles.note}>{t.readOnly}</p>;
  const { status } = program;
  const noReward = program.rewards.length === 0;
  return (
    <div className={styles.lifecycle}>
      <div className={styles.buttons}>
        {(status === 'draft' || status === 'closing') && (
          <Button variant="secondary" onClick={() => setDialog('archive')}>
            {t.archive.action}
          </Button>
        )}
        {status === 'active' && (
          <Button variant="secondary" onClick={() => setDialog('close')}>
            {t.close.action}
          </Button>
        )}
        {status === 'draft' && (
          <Button
            icon="check"
            busy={activate.isPending}
            disabled={dirty || noReward}
            aria-describedby={dirty || noReward ? 'not-yet' : undefined}
            onClick={() => activate.mutate()}
          >
            {t.activate.action}
          </Button>
        )}
      </div>
      {status === 'draft' && (dirty || noReward) && (
        <p id="not-yet" className={styles.note}>
          {dirty ? t.activate.unsaved : t.form.noReward}
        </p>
      )}
      <Refusal error={activate.error} />
      <StatusLine
        action={
          <Link to="/programs/$programId/poster" params={{ programId: program.id }}>
            {t.activate.toPoster}
          </Link>
        }
      >
        {activate.isSuccess && status === 'active' && t.activate.done}
      </StatusLine>
      {dialog === 'close' && <Close program={program} onClose={() => setDialog(null)} />}
      {dialog === 'archive' && <Archive program={program} onClose={() => setDialog(null)} />}
    </div>
  );
}

interface StepProps {
  program: Program;
  onClose: () => void;
}

function Close({ program, onClose }: StepProps) {
  const t = useTexts(texts).close;
  const queries = useQueryClient();
  const [until, setUntil] = useState(() => inDays(60));
  const send = useMutation({
    mutationFn: () => closeProgram(program.id, until),
    onSuccess: () => {
      void programsChanged(queries, program.id);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={t.title(program.name)} closeLabel={t.cancel}>
      <p>{t.text}</p>
      <form className={styles.form} onSubmit={submit}>
        <TextField
          label={t.until}
          type="date"
          min={today()}
          required
          value={until}
          onChange={(event) => setUntil(event.target.value)}
        />
        <Refusal error={send.error} />
        <div className={styles.formActions}>
          <Button variant="secondary" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button type="submit" variant="danger" busy={send.isPending}>
            {t.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Archive({ program, onClose }: StepProps) {
  const t = useTexts(texts).archive;
  const queries = useQueryClient();
  const send = useMutation({
    mutationFn: () => archiveProgram(program.id),
    onSuccess: () => {
      void programsChanged(queries, program.id);
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.title(program.name)}
      closeLabel={t.cancel}
      actions={
        <>
          <Button variant="secondary" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button variant="danger" busy={send.isPending} onClick={() => send.mutate()}>
            {t.submit}
          </Button>
        </>
      }
    >
      <p>{program.status === 'draft' ? t.draftText : t.text}</p>
      <Refusal error={send.error} />
    </Dialog>
  );
}
