import { useState } from 'react';
import type { PrivacyRequest, RequestKind } from '../../api/privacyRequests';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Select } from '../../ui/Field';
import { Refusal } from '../shell/states';
import styles from './Requests.module.css';
import { KINDS } from './search';
import { texts } from './texts';
import { useStep } from './useStep';

/** What a person asks for is not always what they call it. */
export function Qualify({ request }: { request: PrivacyRequest }) {
  const t = useTexts(texts);
  const [kind, setKind] = useState(request.kind);
  const qualify = useStep(request, 'qualification');
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
      <Refusal error={qualify.error} />
      <div className={styles.actions}>
        <Button busy={qualify.isPending} onClick={() => qualify.mutate({ kind })}>
          {t.step.qualifySubmit}
        </Button>
      </div>
    </>
  );
}
