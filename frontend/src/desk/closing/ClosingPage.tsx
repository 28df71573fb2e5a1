import { useTexts } from '../../i18n/LanguageProvider';
import { EmptyState } from '../../ui/EmptyState';
import { useMay, useMembership } from '../session/me';
import { TakeOut } from '../takeout/TakeOut';
import { Close } from './Close';
import { Ended } from './Ended';
import { texts } from './texts';

/** The end of the shop's contract, and the way back. */
export function ClosingPage() {
  const t = useTexts(texts);
  const { ended_at: endedAt } = useMembership();
  if (!useMay('merchant:export')) return <EmptyState icon="lock" title={t.notAllowed} />;
  if (!endedAt) return <Close />;
  return (
    <>
      <Ended />
      <TakeOut />
    </>
  );
}
