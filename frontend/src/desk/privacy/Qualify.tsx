import { useState } from 'react';
import type { PrivacyRequest, RequestKind } from '../../api/privacyRequests';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Select } from '../../ui/Field';
import { Refusal } from '../shell/states';
import { Correcting } from './Correcting';
import styles from './Requests.module.css';
import { Restricting } from './Restricting';
import { KINDS } from './search';
import { texts } from './texts';
import { useStep } from './useStep';

/** What a person asks for is not always what they call it; and where the service can do it, what
 * exactly is to be written. */
export function Qualify({ request }: { request: PrivacyRequest }) {
  const t = useTexts(texts);
  const [kind, setKind] = useState(request.kind);
  const qualify = useStep(request, 'qualification');
  const { customer_id: customerId } = request;
  const step = { request, busy: qualify.isPending, error: qualify.error };
  return (
    <>
      <Select
        label={t.step.qualify}
        hint={t.kindHints[kind]}
        value={kind}
        onChange={({ target }) => setKind(target.value as RequestKind)}
      >
        {KINDS.map((each) => (
          <option key={each} value={each}>
            {t.kinds[each]}
          </option>
        ))}
      </Select>
      {kind === 'rectification' && customerId ? (
        <Correcting
          {...step}
          customerId={customerId}
          onSubmit={(correction) => qualify.mutate({ kind, correction })}
        />
      ) : kind === 'restriction' && customerId ? (
        <Restricting
          {...step}
          customerId={customerId}
          onSubmit={(restriction) => qualify.mutate({ kind, restriction })}
        />
      ) : (
        <>
          <Refusal error={qualify.error} />
          <div className={styles.actions}>
            <Button busy={qualify.isPending} onClick={() => qualify.mutate({ kind })}>
              {t.step.qualifySubmit}
            </Button>
          </div>
        </>
      )}
    </>
  );
}
