import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Resource } from '../../api/billing';
import { type ApiProblem, isProblem } from '../../api/problems';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { problemText } from '../../i18n/problemText';
import { Banner } from '../../ui/Banner';
import { look } from '../../ui/Button';
import { chosenMerchant } from '../session/chosenMerchant';
import { may, membershipOf } from '../session/guards';
import { meQuery } from '../session/me';
import { planTexts } from './planTexts';

const CODES = ['PLAN_LIMIT', 'OFFICE_READ_ONLY', 'FROZEN_BY_PLAN', 'CARD_FROZEN_BY_PLAN'] as const;

/** Refused by the plan and not by a role: there is a way on, and the owner can go it. */
export function isRefusedByPlan(error: unknown): error is ApiProblem {
  return isProblem(error, ...CODES);
}

/** May stand before the session, too: an invitation is accepted into a team that may be complete. */
export function PlanRefusal({ problem }: { problem: ApiProblem }) {
  const t = useTexts(planTexts);
  const { language } = useLanguage();
  const me = useQuery({ ...meQuery, enabled: false }).data ?? null;
  const owner = may(membershipOf(me, chosenMerchant()), 'billing:write');
  const unpaid = problem.code === 'OFFICE_READ_ONLY';
  const resource = problem.extra<Resource>('resource');
  const limit = problem.extra<number>('limit');
  const sentence = unpaid
    ? t.readOnly.refused
    : problem.code === 'PLAN_LIMIT' && resource && limit !== undefined && t.limit[resource]
      ? `${t.limit[resource](limit)} ${t.unchanged}`
      : problemText(problem, language);
  return (
    <Banner
      tone="warn"
      icon="lock"
      role="alert"
      action={
        owner && (
          <Link to="/subscription" className={look({ variant: 'secondary', size: 'small' })}>
            {unpaid ? t.toPayment : t.toPlans}
          </Link>
        )
      }
    >
      <p>
        {sentence} {!owner && t.askOwner}
      </p>
    </Banner>
  );
}
