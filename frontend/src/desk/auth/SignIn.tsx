import { useMutation } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { askPasskey, signInByPasskey } from '../../api/secondFactor';
import type { Me } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { texts as secondTexts } from '../../secondFactor/texts';
import { PasskeyRefused, passkeysSupported, presentPasskey } from '../../secondFactor/webauthn';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { safeNext } from '../session/guards';
import { useSignIn } from '../session/useSignIn';
import { useTitle } from '../shell/Page';
import { Refusal } from '../shell/states';
import styles from './Form.module.css';
import { SignInFields } from './SignInFields';
import { texts } from './texts';

const route = getRouteApi('/guest/sign-in');

export function SignIn() {
  const t = useTexts(texts);
  const { next } = route.useSearch();
  const router = useRouter();
  const onIn = () => router.history.replace(safeNext(next));
  useTitle(t.signIn.title);
  return (
    <>
      <h1>{t.signIn.title}</h1>
      <p className={styles.lead}>{t.signIn.lead}</p>
      <SignInFields onIn={onIn}>
        <p className={styles.row}>
          <Link to="/forgot">{t.signIn.forgot}</Link>
        </p>
        {passkeysSupported() && <ByPasskey onIn={onIn} />}
        <p className={styles.other}>
          {t.signIn.noAccount} <Link to="/sign-up">{t.signIn.create}</Link>
        </p>
      </SignInFields>
    </>
  );
}

/** Without address and password: the passkey says who it is. */
function ByPasskey({ onIn }: { onIn: (me: Me) => void }) {
  const t = useTexts(texts);
  const second = useTexts(secondTexts);
  const { arrive } = useSignIn(onIn);
  const enter = useMutation({
    mutationFn: async () => {
      const { challenge, options } = await askPasskey();
      return signInByPasskey(challenge, await presentPasskey(options));
    },
    onSuccess: arrive,
  });
  return (
    <>
      {enter.error instanceof PasskeyRefused ? (
        <Banner tone="warn" role="alert">
          <p>{second.refused}</p>
        </Banner>
      ) : (
        <Refusal error={enter.error} />
      )}
      <Button
        variant="secondary"
        icon="key"
        wide
        busy={enter.isPending}
        onClick={() => enter.mutate()}
      >
        {t.passkeySignIn}
      </Button>
    </>
  );
}
