import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { createProgram } from '../../api/programs';
import type { ProgramKind } from '../../api/types';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { unitName } from '../../i18n/units';
import { Button, look } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { FieldSet, TextField } from '../../ui/Field';
import { useMay } from '../session/me';
import { useFieldProblem } from '../shell/fieldProblem';
import { Page } from '../shell/Page';
import { ProgramFace } from '../shell/ProgramFace';
import { Refusal } from '../shell/states';
import { KindChoice } from './KindFields';
import styles from './NewProgram.module.css';
import { programsChanged } from './queries';
import { usualRules } from './rules/usual';
import { TemplateChoice } from './TemplateChoice';
import { start, type TemplateName } from './templates';
import { texts } from './texts';

export function NewProgram() {
  const t = useTexts(texts);
  const mayWrite = useMay('programs:write');
  const back = { link: { to: '/programs' }, label: t.list.title } as const;
  return (
    <Page title={t.create.title} lead={t.create.lead} back={back}>
      {mayWrite ? <Form /> : <EmptyState icon="lock" title={t.readOnly} />}
    </Page>
  );
}

function Form() {
  const t = useTexts(texts);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { language } = useLanguage();
  const [kind, setKind] = useState<ProgramKind>('stamps');
  const [template, setTemplate] = useState<TemplateName>('bakery');
  const [name, setName] = useState(t.create.defaultName);
  // null: not written yet, follows the trade chosen.
  const [ownReward, setReward] = useState<string | null>(null);
  const [ownCost, setCost] = useState<string | null>(null);
  const { design, cost: usualStamps, cooldown_minutes } = start(template);
  // Ten euros a stamp, a point a euro: the same purchases lead to the same reward.
  const usualCost = kind === 'stamps' ? usualStamps : usualStamps * 10;
  const reward = ownReward ?? t.templateReward[template];
  const cost = ownCost ?? String(usualCost);
  const slots = Math.min(Math.max(Number(cost) || usualCost, 1), 1_000_000);
  const rewards = [{ name: reward, cost: slots }];
  const create = useMutation({
    mutationFn: () =>
      createProgram({
        name: name.trim(),
        kind,
        design,
        rules: { ...usualRules(kind), ...(kind === 'stamps' && { cooldown_minutes }) },
        rewards: [{ name: reward.trim(), cost: Number(cost) }],
      }),
    onSuccess: (program) => {
      void programsChanged(queries, program.id);
      void navigate({ to: '/programs/$programId', params: { programId: program.id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  const fieldError = useFieldProblem(create.error);
  return (
    <form className={styles.split} onSubmit={submit}>
      <div className={styles.fields}>
        <KindChoice value={kind} onChange={setKind} />
        <FieldSet legend={t.create.template}>
          <TemplateChoice value={template} onChange={setTemplate} />
        </FieldSet>
        <TextField
          label={t.create.name}
          hint={t.create.nameHint}
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={fieldError('name')}
        />
        <div className={styles.reward}>
          <TextField
            label={t.create.reward}
            required
            maxLength={100}
            value={reward}
            onChange={(event) => setReward(event.target.value)}
            error={fieldError('rewards.0.name')}
          />
          <TextField
            label={t.create.cost(unitName(language, { kind }, 2))}
            type="number"
            inputMode="numeric"
            min={1}
            max={1_000_000}
            required
            value={cost}
            onChange={(event) => setCost(event.target.value)}
            error={fieldError('rewards.0.cost')}
          />
        </div>
        <Refusal error={create.error} />
        <div className={styles.actions}>
          <Button type="submit" busy={create.isPending}>
            {t.create.submit}
          </Button>
          <Link to="/programs" className={look({ variant: 'quiet' })}>
            {t.create.cancel}
          </Link>
        </div>
      </div>
      <section className={styles.preview} aria-label={t.form.preview}>
        <ProgramFace
          program={{ kind, name: name || t.create.defaultName, design, slots, rewards }}
          balance={Math.ceil(slots * 0.4)}
        />
      </section>
    </form>
  );
}
