import { useTexts } from '../../i18n/LanguageProvider';
import { EmptyState } from '../../ui/EmptyState';
import { useMay } from '../session/me';
import { BringIn } from './BringIn';
import { TakeOut } from './TakeOut';
import { texts } from './texts';

/** All of a shop's data, out of this host and into it. */
export function TakeoutPage() {
  const t = useTexts(texts);
  const mayTake = useMay('merchant:export');
  const mayImport = useMay('customers:import');
  const mayBring = useMay('merchant:write') && mayImport;
  if (!mayTake && !mayBring) return <EmptyState icon="lock" title={t.notAllowed} />;
  return (
    <>
      {mayTake && <TakeOut />}
      {mayBring && <BringIn />}
    </>
  );
}
