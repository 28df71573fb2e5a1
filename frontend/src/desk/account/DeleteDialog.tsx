import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { AccountErasureBegun } from '../../api/ownAccount';
import { type ApiProblem, isProblem } from '../../api/problems';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { ButtonLink, look } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import erasure from '../erasure/Erasure.module.css';
import { useMe } from '../session/me';
import { CopyLine } from '../shell/CopyLine';
import { Loaded } from '../shell/states';
import { ConfirmDeletion } from './ConfirmDeletion';
import { accountPlanQuery } from './queries';
import { texts } from './texts';

/** What would go with the account; why it cannot go yet; or where its proof will be. */
export function DeleteDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(texts).erase;
  const [begun, setBegun] = useState<AccountErasureBegun | null>(null);
  const query = useQuery({ ...accountPlanQuery, enabled: begun === null });
  const leave = () => window.location.assign('/sign-in');
  return (
    <Dialog
      open
      wide
      onClose={begun ? leave : onClose}
      title={begun ? t.begun : t.dialog}
      closeLabel={begun ? t.leave : t.close}
    >
      {begun ? (
        <Begun begun={begun} />
      ) : isProblem(query.error, 'SOLE_OWNER') ? (
        <SoleOwner problem={query.error} />
      ) : (
        <Loaded query={query} lines={8}>
          {(plan) => (
            <ConfirmDeletion
              key={plan.digest}
              plan={plan}
              onBegun={setBegun}
              onClose={onClose}
              onAgain={() => void query.refetch()}
            />
          )}
        </Loaded>
      )}
    </Dialog>
  );
}

/** Somebody has to be left who can run the shop. */
function SoleOwner({ problem }: { problem: ApiProblem }) {
  const t = useTexts(texts).erase;
  const { language } = useLanguage();
  const { memberships } = useMe();
  const slugs = problem.extra<string[]>('merchants') ?? [];
  const names = slugs.map(
    (slug) => memberships.find(({ merchant_slug: known }) => known === slug)?.merchant_name ?? slug,
  );
  return (
    <div className={erasure.stack}>
      <Banner tone="warn" title={t.sole(names.length)}>
        <p>{t.soleText(new Intl.ListFormat(language).format(names))}</p>
      </Banner>
      <p className={erasure.hint}>
        <Link to="/settings/data">{t.takeAlong}</Link>
      </p>
      <div className={erasure.actions}>
        <Link to="/settings/team" className={look({})}>
          {t.toTeam}
        </Link>
      </div>
    </div>
  );
}

function Begun({ begun }: { begun: AccountErasureBegun }) {
  const t = useTexts(texts).erase;
  const address = `${window.location.origin}/erasure-proof#${begun.proof_token}`;
  return (
    <div className={erasure.stack}>
      <p>{t.begunText}</p>
      <CopyLine value={address} label={t.link} copy={t.copy} copied={t.copied} whole />
      <div className={erasure.actions}>
        {/* A fresh page: nothing is left in memory of whoever was here. */}
        <ButtonLink href="/sign-in">{t.leave}</ButtonLink>
      </div>
    </div>
  );
}
