import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { useMembership } from '../session/me';
import { useSignOut } from '../session/signOut';
import { Page } from '../shell/Page';
import { SecondFactor } from './SecondFactor';
import { texts } from './texts';

/** In place of every screen, where the shop requires what this person does not have yet. */
export function SetupRequired() {
  const t = useTexts(texts);
  const { merchant_name } = useMembership();
  const signOut = useSignOut();
  return (
    <Page title={t.title}>
      <Banner tone="warn" icon="shield" title={t.required(merchant_name)}>
        <p>{t.requiredText}</p>
      </Banner>
      <SecondFactor />
      <div>
        <Button variant="secondary" icon="signOut" onClick={() => signOut.mutate()}>
          {t.leave}
        </Button>
      </div>
    </Page>
  );
}
