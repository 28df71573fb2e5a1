import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useBlocker } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { isProblem } from '../../api/problems';
import { changeProgram, getProgram } from '../../api/programs';
import type { Program } from '../../api/types';
import type { Versioned } from '../../api/versioned';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { same } from '../conflict/merge';
import { useMay } from '../session/me';
import { useFieldProblem } from '../shell/fieldProblem';
import { Refusal } from '../shell/states';
import { isReadable } from './contrast';
import styles from './Designer.module.css';
import { DesignFields } from './DesignFields';
import { useDirty } from './dirty';
import { changeOf, changesRules, fieldsOf, formOf, type ProgramFields, readForm } from './form';
import { Leaving } from './Leaving';
import { Preview } from './Preview';
import { ProgramConflict } from './ProgramConflict';
import { programQuery, programSaved } from './queries';
import { RewardFields } from './RewardFields';
import { RuleFields } from './RuleFields';
import { SaveBar } from './SaveBar';
import { texts } from './texts';

const route = getRouteApi('/office/programs/$programId');

/** Rules and rewards beside the card they make. The frame around it has loaded the program. */
export function Designer() {
  const { programId } = route.useParams();
  const { data } = useQuery(programQuery(programId));
  return data ? <Editor key={programId} stored={data} /> : null;
}

function Editor({ stored }: { stored: Versioned<Program> }) {
  const t = useTexts(texts);
  const queries = useQueryClient();
  const { setDirty } = useDirty();
  const { id, status } = stored.data;
  const editable = useMay('programs:write') && (status === 'draft' || status === 'active');
  // What editing began from; the query behind may be read anew at any time.
  const [base, setBase] = useState(stored);
  const [form, setForm] = useState(() => formOf(fieldsOf(stored.data)));
  const [theirs, setTheirs] = useState<Versioned<Program> | null>(null);
  const before = fieldsOf(base.data);
  const wanted = readForm(form);
  const dirty = editable && !same(before, wanted);

  const begin = (from: Versioned<Program>) => {
    setBase(from);
    setForm(formOf(fieldsOf(from.data)));
  };
  if (stored !== base && !dirty && !theirs) begin(stored);

  const save = useMutation({
    mutationFn: ({ from, to }: { from: Versioned<Program>; to: ProgramFields }) =>
      changeProgram(id, from.etag, changeOf(fieldsOf(from.data), to)),
    onSuccess: async (saved) => {
      begin(saved);
      await programSaved(queries, saved);
    },
    onError: async (error) => {
      if (isProblem(error, 'STALE')) setTheirs(await getProgram(id));
    },
  });

  useEffect(() => {
    setDirty(dirty);
    return () => setDirty(false);
  }, [dirty, setDirty]);
  const blocker = useBlocker({
    shouldBlockFn: () => dirty,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ from: base, to: wanted });
  };
  const fieldProblem = useFieldProblem(save.error);
  const unreadable = !isReadable(form.foreground, form.background);
  return (
    <form className={styles.designer} onSubmit={submit}>
      <div className={styles.fields}>
        {!editable && status !== 'draft' && status !== 'active' && (
          <Banner icon="lock">
            <p>{t.form.frozen}</p>
          </Banner>
        )}
        <fieldset disabled={!editable} className={styles.fields}>
          <DesignFields form={form} onChange={setForm} problem={fieldProblem} />
          <RuleFields form={form} onChange={setForm} />
          <RewardFields
            form={form}
            onChange={setForm}
            unitsPerVisit={wanted.units_per_visit}
            problem={fieldProblem}
          />
        </fieldset>
        {status === 'active' && dirty && changesRules(before, wanted) && (
          <Banner title={t.form.liveTitle}>
            <p>{t.form.liveText}</p>
          </Banner>
        )}
        <Refusal error={isProblem(save.error, 'STALE') ? null : save.error} />
      </div>
      <Preview form={form} />
      {editable && (
        <SaveBar
          dirty={dirty}
          saving={save.isPending}
          saved={save.isSuccess}
          blocked={unreadable}
          form={form}
          onDiscard={() => begin(stored)}
          onRestore={setForm}
        />
      )}
      {theirs && (
        <ProgramConflict
          base={before}
          mine={wanted}
          theirs={fieldsOf(theirs.data)}
          onClose={() => setTheirs(null)}
          onResolve={(merged) => {
            setBase(theirs);
            setForm(formOf(merged));
            setTheirs(null);
            save.mutate({ from: theirs, to: merged });
          }}
        />
      )}
      {blocker.status === 'blocked' && <Leaving onStay={blocker.reset} onLeave={blocker.proceed} />}
    </form>
  );
}
