import { useState } from 'react';
import type { PrivacyRequest } from '../../api/privacyRequests';
import { useTexts } from '../../i18n/LanguageProvider';
import { ReasonDialog } from './ReasonDialog';
import { texts } from './texts';
import { useStep } from './useStep';

export function Extension({ request, onClose }: { request: PrivacyRequest; onClose: () => void }) {
  const t = useTexts(texts).extension;
  const [reason, setReason] = useState('');
  const extend = useStep(request, 'extension', onClose);
  return (
    <ReasonDialog
      title={t.title}
      lead={t.lead}
      label={t.reason}
      submit={t.submit}
      reason={reason}
      onReason={setReason}
      busy={extend.isPending}
      error={extend.error}
      onSubmit={() => extend.mutate({ reason })}
      onClose={onClose}
    />
  );
}
