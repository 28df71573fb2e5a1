import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner, type Tone } from '../../ui/Banner';
import { look } from '../../ui/Button';
import type { IconName } from '../../ui/Icon';
import { meQuery, useMay, useMembership } from '../session/me';
import { subscriptionQuery, usageQuery } from '../subscription/queries';
import styles from './Office.module.css';
import { planTexts } from './planTexts';
import { type Notice, notices } from './standing';
import { useFormats } from './useFormats';

const ClosedBanner = lazy(async () => ({
  default: (await import('../closing/ClosedBanner')).ClosedBanner,
}));

const LOOK: Record<Notice['kind'], { tone: Tone; icon: IconName }> = {
  read_only: { tone: 'danger', icon: 'lock' },
  payment_failed: { tone: 'warn', icon: 'warning' },
  trial_ends: { tone: 'info', icon: 'clock' },
  member_frozen: { tone: 'warn', icon: 'lock' },
  quota_full: { tone: 'warn', icon: 'chart' },
};

/** So often one who is shut out looks whether the desk is open again, paid perhaps by another. */
const LOOK_AGAIN_MS = 5_000;

/** What the plan asks for, above every screen; the way out is the owner's. */
export function StandingBanners() {
  const {
    read_only_since: readOnlySince,
    frozen: memberFrozen,
    ended_at: endedAt,
  } = useMembership();
  useQuery({ ...meQuery, refetchInterval: readOnlySince ? LOOK_AGAIN_MS : false });
  const usage = useQuery({ ...usageQuery, enabled: useMay('usage:read') }).data;
  const subscription = useQuery({ ...subscriptionQuery, enabled: useMay('billing:read') }).data;
  const said = notices({ readOnlySince, memberFrozen, usage, subscription }, new Date());
  if (endedAt) {
    return (
      <div className={styles.standing}>
        <Suspense fallback={null}>
          <ClosedBanner since={endedAt} />
        </Suspense>
      </div>
    );
  }
  if (said.length === 0) return null;
  return (
    <div className={styles.standing}>
      {said.map((notice) => (
        <One key={notice.kind} notice={notice} />
      ))}
    </div>
  );
}

function One({ notice }: { notice: Notice }) {
  const t = useTexts(planTexts);
  const owner = useMay('billing:write');
  const here = useLocation().pathname === '/subscription';
  const { title, text, way } = useWords(notice);
  return (
    <Banner
      {...LOOK[notice.kind]}
      title={title}
      action={
        owner &&
        !here && (
          <Link to="/subscription" className={look({ variant: 'secondary', size: 'small' })}>
            {way}
          </Link>
        )
      }
    >
      <p>
        {text} {!owner && t.askOwner}
      </p>
    </Banner>
  );
}

function useWords(notice: Notice): { title: ReactNode; text: string; way: string } {
  const t = useTexts(planTexts);
  const { date } = useFormats();
  switch (notice.kind) {
    case 'read_only':
      return {
        title: t.readOnly.title,
        text: t.readOnly.text(date(notice.since)),
        way: t.toPayment,
      };
    case 'member_frozen':
      return { title: t.memberFrozen.title, text: t.memberFrozen.text, way: t.toPlans };
    case 'payment_failed': {
      const { readOnlyOn: on } = notice;
      const text = on ? t.failed.until(date(on)) : t.failed.text;
      return { title: t.failed.title, text, way: t.toPayment };
    }
    case 'trial_ends': {
      const text = (notice.paid ? t.trial.paid : t.trial.unpaid)(date(notice.on));
      return { title: t.trial.title(notice.days), text, way: t.toSubscription };
    }
    case 'quota_full': {
      const what = notice.resources.map((each) => t.resources[each]).join(', ');
      return { title: t.full.title, text: t.full.text(what), way: t.toPlans };
    }
  }
}
