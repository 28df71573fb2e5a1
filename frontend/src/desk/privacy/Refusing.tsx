import { useState } from 'react';
import type { Ground, PrivacyRequest } from '../../api/privacyRequests';
import { useTexts } from '../../i18n/LanguageProvider';
import { Select } from '../../ui/Field';
import { ReasonDialog } from './ReasonDialog';
import { texts } from './texts';
import { useStep } from './useStep';

const GROUNDS: readonly Ground[] = ['identity', 'unfounded', 'excessive', 'law', 'nothing_held'];

export function Refusing({ request, onClose }: { request: PrivacyRequest; onClose: () => void }) {
  const t = useTexts(texts).refusal;
  const [ground, setGround] = useState<Ground>('identity');
  const [reason, setReason] = useState('');
  const refuse = useStep(request, 'refusal', onClose);
  return (
    <ReasonDialog
      title={t.title}
      lead={t.lead}
      label={t.reason}
      submit={t.submit}
      danger
      reason={reason}
      onReason={setReason}
      busy={refuse.isPending}
      error={refuse.error}
      onSubmit={() => refuse.mutate({ ground, reason })}
      onClose={onClose}
    >
      <Select
        label={t.ground}
        value={ground}
        onChange={({ target }) => setGround(target.value as Ground)}
      >
        {GROUNDS.map((each) => (
          <option key={each} value={each}>
            {t.grounds[each]}
          </option>
        ))}
      </Select>
    </ReasonDialog>
  );
}
