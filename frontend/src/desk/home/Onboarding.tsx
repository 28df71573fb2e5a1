import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { Overview, Scope } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { ButtonLink, look } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { Icon } from '../../ui/Icon';
import { Sheet } from '../../ui/Sheet';
import { programsQuery } from '../programs/queries';
import { useMembership } from '../session/me';
import styles from './Onboarding.module.css';
import { doneSteps, nextStep, programOfStep, STEPS, type Step } from './steps';
import { texts } from './texts';

const NEEDS: Record<Step, Scope> = {
  program_created: 'programs:write',
  program_active: 'programs:write',
  poster_opened: 'programs:read',
  first_customer: 'customers:write',
  first_stamp: 'cards:write',
};

/** The way from an empty account to the first stamp; it disappears when it has been walked. */
export function Onboarding({ state }: { state: Overview['onboarding'] }) {
  const t = useTexts(texts).onboarding;
  const next = nextStep(state);
  const done = doneSteps(state);
  if (!next) return null;
  return (
    <Sheet ruled className={styles.sheet} aria-labelledby="onboarding">
      <header className={styles.head}>
        <h2 id="onboarding">{t.title}</h2>
        <p>{t.progress(done, STEPS.length)}</p>
      </header>
      <progress
        className={styles.progress}
        max={STEPS.length}
        value={done}
        aria-labelledby="onboarding"
      />
      <ol className={styles.steps}>
        {STEPS.map((step, index) => (
          <li
            key={step}
            className={cx(styles.step, state[step] && styles.done, step === next && styles.next)}
            aria-current={step === next ? 'step' : undefined}
          >
            <span className={styles.mark}>
              {state[step] ? <Icon name="check" size={18} /> : index + 1}
            </span>
            <div className={styles.words}>
              <h3>
                {t.steps[step].title}
                {state[step] && <span className="visually-hidden">, {t.done}</span>}
              </h3>
              {!state[step] && <p>{t.steps[step].text}</p>}
            </div>
            {step === next && <Action step={step} />}
          </li>
        ))}
      </ol>
    </Sheet>
  );
}

function Action({ step }: { step: Step }) {
  const t = useTexts(texts).onboarding;
  const { scopes } = useMembership();
  const { data: programs } = useQuery(programsQuery);
  if (!scopes.includes(NEEDS[step])) return <p className={styles.other}>{t.needsOther}</p>;
  const label = t.steps[step].action;
  if (step === 'first_stamp') return <ButtonLink href="/counter">{label}</ButtonLink>;
  return (
    <Link {...target(step, programOfStep(step, programs ?? [])?.id)} className={look({})}>
      {label}
    </Link>
  );
}

function target(step: Step, programId: string | undefined): LinkProps {
  if (step === 'program_created') return { to: '/programs/new' };
  if (step === 'first_customer') return { to: '/customers', search: { new: 'yes' } };
  if (!programId) return { to: '/programs' };
  const to = step === 'poster_opened' ? '/programs/$programId/poster' : '/programs/$programId';
  return { to, params: { programId } };
}
