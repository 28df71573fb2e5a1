import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { revokeApiKey } from '../../api/accounts';
import type { ApiKey } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { words } from '../../i18n/words';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { EmptyState } from '../../ui/EmptyState';
import { More } from '../../ui/More';
import { Sheet } from '../../ui/Sheet';
import { useMay } from '../session/me';
import { Loaded, Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { NewApiKey } from './NewApiKey';
import { apiKeysQuery } from './queries';
import styles from './Settings.module.css';
import { texts } from './texts';

const FEW_RIGHTS = 4;

export function ApiKeys() {
  const t = useTexts(texts).keys;
  const mayWrite = useMay('keys:write');
  if (!mayWrite) return <EmptyState icon="lock" title={t.forbidden} />;
  return <Keys />;
}

function Keys() {
  const t = useTexts(texts).keys;
  const w = useTexts(words);
  const query = useInfiniteQuery(apiKeysQuery);
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const create = (
    <Button icon="plus" onClick={() => setCreating(true)}>
      {t.new}
    </Button>
  );
  return (
    <Sheet className={styles.section} aria-labelledby="keys">
      <div className={styles.head}>
        <div>
          <h2 id="keys">{t.title}</h2>
          <p className={styles.lead}>
            {t.lead} <a href="/docs">{t.docs}</a>
          </p>
        </div>
        {create}
      </div>
      <Loaded query={query} lines={3}>
        {(data) => {
          const keys = data.pages.flatMap((page) => page.items);
          if (keys.length === 0) {
            return (
              <EmptyState icon="key" title={t.emptyTitle}>
                <p>{t.emptyText}</p>
              </EmptyState>
            );
          }
          return (
            <>
              <ul className={styles.list}>
                {keys.map((key) => (
                  <Line key={key.id} apiKey={key} onRevoke={() => setRevoking(key)} />
                ))}
              </ul>
              <More query={query}>{w.more}</More>
            </>
          );
        }}
      </Loaded>
      {creating && <NewApiKey onClose={() => setCreating(false)} />}
      {revoking && <Revoke apiKey={revoking} onClose={() => setRevoking(null)} />}
    </Sheet>
  );
}

function Line({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const t = useTexts(texts).keys;
  const { date } = useFormats();
  const rights = apiKey.scopes.map((scope) => t.scope[scope][0]);
  return (
    <li className={styles.item}>
      <div>
        <p className={styles.name}>
          {apiKey.name}
          <Badge tone={apiKey.revoked_at ? 'plain' : 'ok'}>
            {apiKey.revoked_at ? t.revoked : t.active}
          </Badge>
        </p>
        <p className={styles.details}>
          <code>{apiKey.prefix}</code> · {date(apiKey.created_at)}
          {rights.length <= FEW_RIGHTS && ` · ${rights.join(', ')}`}
        </p>
        {rights.length > FEW_RIGHTS && (
          <details className={styles.details}>
            <summary>{t.rights(rights.length)}</summary>
            {rights.join(', ')}
          </details>
        )}
      </div>
      {!apiKey.revoked_at && (
        <Button
          variant="danger"
          size="small"
          aria-label={t.revokeOf(apiKey.name)}
          onClick={onRevoke}
        >
          {t.revoke}
        </Button>
      )}
    </li>
  );
}

function Revoke({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const t = useTexts(texts).keys;
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => revokeApiKey(apiKey.id),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: apiKeysQuery.queryKey });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.revokeTitle(apiKey.name)}
      closeLabel={t.keep}
      actions={
        <>
          <Button variant="secondary" onClick={onClose}>
            {t.keep}
          </Button>
          <Button variant="danger" busy={revoke.isPending} onClick={() => revoke.mutate()}>
            {t.revokeSubmit}
          </Button>
        </>
      }
    >
      <p>{t.revokeText}</p>
      <Refusal error={revoke.error} />
    </Dialog>
  );
}
