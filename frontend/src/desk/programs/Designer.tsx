import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useBlocker } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { isProblem } from '../../api/problems';
import { changeProgram, getProgram } from '../../api/programs';
import type { Program } from '../../api/types';
import type { Versioned } from '../../api/versioned';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { resolve, same } from '../conflict/merge';
import { useMay } from '../session/me';
import { useFieldProblem } from '../shell/fieldProblem';
import { Refusal } from '../shell/states';
import { usePurse } from '../shell/usePurse';
import { isReadable } from './contrast';
import styles from './Designer.module.css';
import { DesignFields } from './DesignFields';
import { useDirty } from './dirty';
import { EffectsDialog } from './EffectsDialog';
import {
  changeOf,
  changesRules,
  fieldsOf,
  formOf,
  type ProgramFields,
  type ProgramForm,
  readForm,
  rulesIn,
} from './form';
import { InShort } from './InShort';
import { Leaving } from './Leaving';
import { Preview } from './Preview';
import { ProgramConflict } from './ProgramConflict';
import { ProgramSummary } from './ProgramSummary';
import { programQuery, programSaved } from './queries';
import { RewardFields } from './RewardFields';
import { countedIn, RuleFields } from './RuleFields';
import type { Purse } from './rules/form';
import { openAround } from './rules/Section';
import { TermsFields } from './rules/TermsFields';
import { SaveBar } from './SaveBar';
import { Simulator } from './Simulator';
import { texts } from './texts';

const route = getRouteApi('/office/programs/$programId');

/** Rules and rewards beside the card they make. The frame around it has loaded the program. */
export function Designer() {
  const { programId } = route.useParams();
  const { data } = useQuery(programQuery(programId));
  const purse = usePurse();
  const mayWrite = useMay('programs:write');
  if (!data || !purse) return null;
  const { status } = data.data;
  if (mayWrite && (status === 'draft' || status === 'active')) {
    return <Editor key={programId} stored={data} purse={purse} />;
  }
  return <Shown program={data.data} purse={purse} />;
}

/** For those who may not change it, and for a program that has had its time. */
function Shown({ program, purse }: { program: Program; purse: Purse }) {
  const t = useTexts(texts);
  const over = program.status === 'closing' || program.status === 'archived';
  const fields = fieldsOf(program);
  return (
    <div className={styles.designer}>
      <div className={styles.fields}>
        {over && (
          <Banner icon="lock">
            <p>{t.form.frozen}</p>
          </Banner>
        )}
        <ProgramSummary program={program} purse={purse} />
      </div>
      <aside className={styles.preview} aria-label={t.form.preview}>
        <Preview form={formOf(fields, purse)} wanted={fields} purse={purse} />
      </aside>
    </div>
  );
}

function Editor({ stored, purse }: { stored: Versioned<Program>; purse: Purse }) {
  const t = useTexts(texts);
  const queries = useQueryClient();
  const { setDirty } = useDirty();
  const { id, status } = stored.data;
  const live = status === 'active';
  // What editing began from; the query behind may be read anew at any time.
  const [base, setBase] = useState(stored);
  const [form, setForm] = useState(() => formOf(fieldsOf(stored.data), purse));
  const [theirs, setTheirs] = useState<Versioned<Program> | null>(null);
  const before = fieldsOf(base.data);
  const wanted = readForm(form, purse);
  const dirty = !same(before, wanted);
  const [showEffects, setShowEffects] = useState(false);

  const begin = (from: Versioned<Program>) => {
    setBase(from);
    setForm(formOf(fieldsOf(from.data), purse));
  };
  if (stored !== base && !dirty && !theirs) begin(stored);

  const save = useMutation({
    mutationFn: ({
      from,
      to,
    }: {
      from: Versioned<Program>;
      to: ProgramFields;
      shown: ProgramForm;
    }) => changeProgram(id, from.etag, changeOf(fieldsOf(from.data), to)),
    onSuccess: async (saved, { shown }) => {
      setBase(saved);
      // Whoever went on writing meanwhile keeps what was written.
      setForm((now) => resolve(shown, now, formOf(fieldsOf(saved.data), purse), {}));
      setShowEffects(false);
      await programSaved(queries, saved);
    },
    onError: async (error) => {
      setShowEffects(false);
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
    if (live && changesRules(before, wanted)) setShowEffects(true);
    else save.mutate({ from: base, to: wanted, shown: form });
  };
  const fieldProblem = useFieldProblem(save.error);
  const unreadable = !isReadable(form.foreground, form.background);
  return (
    <form
      className={styles.designer}
      onSubmit={submit}
      onInvalidCapture={(event) => openAround(event.target)}
    >
      <div className={styles.fields}>
        <DesignFields
          form={form}
          onChange={setForm}
          purse={purse}
          live={live}
          problem={fieldProblem}
        />
        <RuleFields
          form={form}
          onChange={setForm}
          wanted={wanted}
          purse={purse}
          problem={fieldProblem}
        />
        <RewardFields
          form={form}
          onChange={setForm}
          unitsPerVisit={wanted.per_amount ? 0 : wanted.units_per_visit}
          purse={purse}
          left={new Map(base.data.rewards.map(({ id, stock_left }) => [id, stock_left]))}
          problem={fieldProblem}
        />
        <TermsFields
          value={form.terms}
          version={base.data.terms?.version ?? null}
          error={fieldProblem('terms.text')}
          onChange={(terms) => setForm({ ...form, terms })}
        />
        <Refusal error={isProblem(save.error, 'STALE') ? null : save.error} />
      </div>
      <aside className={styles.preview} aria-label={t.form.preview}>
        <Preview form={form} wanted={wanted} purse={purse} />
        <InShort form={form} wanted={wanted} purse={purse} />
      </aside>
      <Simulator
        program={base.data}
        rules={rulesIn(wanted)}
        counted={countedIn(form)}
        purse={purse}
      />
      <SaveBar
        dirty={dirty}
        saving={save.isPending}
        saved={save.isSuccess}
        blocked={unreadable}
        publishes={live && changesRules(before, wanted)}
        form={form}
        onDiscard={() => begin(stored)}
        onRestore={setForm}
      />
      {showEffects && (
        <EffectsDialog
          program={base.data}
          change={changeOf(before, wanted)}
          publishing={save.isPending}
          onPublish={() => save.mutate({ from: base, to: wanted, shown: form })}
          onClose={() => setShowEffects(false)}
        />
      )}
      {theirs && (
        <ProgramConflict
          base={before}
          mine={wanted}
          theirs={fieldsOf(theirs.data)}
          purse={purse}
          onClose={() => setTheirs(null)}
          onResolve={(merged) => {
            setBase(theirs);
            const shown = formOf(merged, purse);
            setForm(shown);
            setTheirs(null);
            save.mutate({ from: theirs, to: merged, shown });
          }}
        />
      )}
      {blocker.status === 'blocked' && <Leaving onStay={blocker.reset} onLeave={blocker.proceed} />}
    </form>
  );
}
