import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { AccountErasure } from '../../api/ownAccount';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import form from '../auth/Form.module.css';
import { useSecretOfLink } from '../auth/fragment';
import { useTitle } from '../shell/Page';
import { Loaded } from '../shell/states';
import { useFormatsOutside } from '../shell/useFormats';
import styles from './ProofPage.module.css';
import { proofQuery } from './queries';
import { texts } from './texts';

/** How the deletion of an account ended, for whoever has its secret; nobody signs in any more. */
export function ProofPage() {
  const t = useTexts(texts).proof;
  const [token, setToken] = useState(useSecretOfLink());
  const [typed, setTyped] = useState('');
  const query = useQuery(proofQuery(token));
  useTitle(t.title);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The whole address was copied: its secret is what stands behind #.
    setToken(typed.trim().split('#').at(-1) ?? '');
  };
  return (
    <>
      <h1>{t.title}</h1>
      {token ? (
        <div className={form.form}>
          <Loaded query={query} lines={5}>
            {(erasure) => <Proof erasure={erasure} />}
          </Loaded>
        </div>
      ) : (
        <form className={form.form} onSubmit={submit}>
          <p className={form.lead}>{t.lead}</p>
          <TextField
            label={t.code}
            autoComplete="off"
            spellCheck={false}
            required
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
          <Button type="submit" wide>
            {t.show}
          </Button>
        </form>
      )}
    </>
  );
}

function Proof({ erasure }: { erasure: AccountErasure }) {
  const t = useTexts(texts).proof;
  const { dateTime } = useFormatsOutside();
  const { state, proof, created_at: asked, finished_at: finished } = erasure;
  const tone = state === 'done' ? 'ok' : state === 'refused' ? 'danger' : 'info';
  const sum = (rows: Record<string, number>) => Object.values(rows).reduce((a, b) => a + b, 0);
  return (
    <>
      <Banner tone={tone} role="status" title={t.states[state]}>
        <p>{state === 'done' ? t.done : state === 'refused' ? t.refused : t.moving}</p>
      </Banner>
      <dl className={styles.facts}>
        <dt>{t.asked}</dt>
        <dd>{dateTime(asked)}</dd>
        {finished && (
          <>
            <dt>{t.finished}</dt>
            <dd>{dateTime(finished)}</dd>
          </>
        )}
        {proof && (
          <>
            <dt>{t.erased}</dt>
            <dd>{t.rows(sum(proof.erased))}</dd>
            <dt>{t.left}</dt>
            <dd>{t.rows(sum(proof.left))}</dd>
            <dt>{t.digest}</dt>
            <dd>
              <code>{proof.digest}</code>
            </dd>
          </>
        )}
      </dl>
    </>
  );
}
