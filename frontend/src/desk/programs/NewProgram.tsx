import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { createProgram } from '../../api/programs';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button, look } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { FieldSet, TextField } from '../../ui/Field';
import { LoyaltyCard } from '../../ui/LoyaltyCard';
import { useMay, useMembership } from '../session/me';
import { useFieldProblem } from '../shell/fieldProblem';
import { Page } from '../shell/Page';
import { Refusal } from '../shell/states';
import styles from './NewProgram.module.css';
import { programsChanged } from './queries';
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
  const { merchant_name } = useMembership();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [template, setTemplate] = useState<TemplateName>('bakery');
  const [name, setName] = useState(t.create.defaultName);
  // null: not written yet, follows the trade chosen.
  const [ownReward, setReward] = useState<string | null>(null);
  const [ownCost, setCost] = useState<string | null>(null);
  const { design, cost: usualCost, cooldown_minutes } = start(template);
  const reward = ownReward ?? t.templateReward[template];
  const cost = ownCost ?? String(usualCost);
  const slots = Math.min(Math.max(Number(cost) || usualCost, 1), 10_000);
  const create = useMutation({
    mutationFn: () =>
      createProgram({
        name: name.trim(),
        design,
        rules: { units_per_visit: 1, cooldown_minutes, daily_cap: null, max_per_operation: 5 },
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
            label={t.create.cost}
            type="number"
            inputMode="numeric"
            min={1}
            max={10_000}
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
        <LoyaltyCard
          merchantName={merchant_name}
          programName={name || t.create.defaultName}
          design={design}
          slots={slots}
          balance={Math.ceil(slots * 0.4)}
          rewards={[{ name: reward, cost: slots }]}
          progress={t.stamps(Math.ceil(slots * 0.4))}
        />
      </section>
    </form>
  );
}
