import { useTexts } from '../../i18n/LanguageProvider';
import { ButtonLink } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { SignInFields } from '../auth/SignInFields';
import { texts } from '../auth/texts';

interface Props {
  email: string;
  onDone: () => void;
  onLater: () => void;
}

/** Asks for the password only: another person would not find the typed things theirs. */
export function SignInAgainForm({ email, onDone, onLater }: Props) {
  const t = useTexts(texts);
  return (
    <Dialog open onClose={onLater} title={t.again.title} closeLabel={t.again.later}>
      <p>{t.again.text}</p>
      <SignInFields email={email} onIn={onDone} />
      <ButtonLink href="/sign-in" variant="quiet">
        {t.again.other}
      </ButtonLink>
    </Dialog>
  );
}
