import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { createApiKey } from '../../api/accounts';
import type { Scope } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Choice, FieldSet, TextField } from '../../ui/Field';
import { useMembership } from '../session/me';
import { CopyLine } from '../shell/CopyLine';
import { useFieldProblem } from '../shell/fieldProblem';
import { Refusal } from '../shell/states';
import { apiKeysQuery } from './queries';
import styles from './Settings.module.css';
import { texts } from './texts';

/** Creates a key and shows its secret, once: the service keeps a digest of it only. */
export function NewApiKey({ onClose }: { onClose: () => void }) {
  const t = useTexts(texts).keys;
  const queries = useQueryClient();
  // Nobody can give a key a right they do not have.
  const { scopes } = useMembership();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<Scope>>(new Set(['cards:read']));
  const [none, setNone] = useState(false);
  const create = useMutation({
    mutationFn: () =>
      createApiKey(
        name.trim(),
        scopes.filter((scope) => chosen.has(scope)),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
  });
  const fieldProblem = useFieldProblem(create.error);
  const toggle = (scope: Scope) => {
    const next = new Set(chosen);
    if (!next.delete(scope)) next.add(scope);
    setChosen(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setNone(chosen.size === 0);
    if (chosen.size > 0) create.mutate();
  };
  if (create.data) {
    return (
      <Dialog
        open
        wide
        onClose={onClose}
        title={t.secretTitle}
        closeLabel={t.done}
        actions={<Button onClick={onClose}>{t.done}</Button>}
      >
        <Banner tone="warn" icon="key" role="status">
          <p>{t.secretText}</p>
        </Banner>
        <CopyLine value={create.data.secret} label={t.secret} copy={t.copy} copied={t.copied} />
      </Dialog>
    );
  }
  return (
    <Dialog open wide onClose={onClose} title={t.createTitle} closeLabel={t.cancel}>
      <form className={styles.dialogForm} onSubmit={submit}>
        <TextField
          data-autofocus
          label={t.name}
          hint={t.nameHint}
          required
          maxLength={100}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={fieldProblem('name')}
        />
        <FieldSet legend={t.scopes} hint={t.scopesHint}>
          <div className={styles.scopes}>
            {scopes.map((scope) => (
              <Choice
                key={scope}
                label={t.scope[scope][0]}
                hint={t.scope[scope][1]}
                checked={chosen.has(scope)}
                onChange={() => toggle(scope)}
              />
            ))}
          </div>
        </FieldSet>
        {none && (
          <p role="alert" className={styles.error}>
            {t.oneScope}
          </p>
        )}
        <Refusal error={create.error} />
        <div className={styles.actions}>
          <Button variant="secondary" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button type="submit" busy={create.isPending}>
            {t.create}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
