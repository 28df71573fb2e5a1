import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { downloadCopy, type PrivacyRequest } from '../../api/privacyRequests';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { TextArea } from '../../ui/Field';
import { saveFile } from '../../ui/saveFile';
import { Refusal } from '../shell/states';
import styles from './Requests.module.css';
import { texts } from './texts';
import { useStep } from './useStep';

export function Answer({ request }: { request: PrivacyRequest }) {
  const t = useTexts(texts);
  const [words, setWords] = useState('');
  const answer = useStep(request, 'answer');
  const mailed = request.answered_by_mail;
  return (
    <>
      <p>
        {t.step.answer} {mailed ? t.step.answerMail : t.step.answerPerson}
      </p>
      {request.file_id && <Copy id={request.file_id} />}
      <TextArea
        label={t.step.words}
        optional={t.step.optional}
        maxLength={2000}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <Refusal error={answer.error} />
      <div className={styles.actions}>
        <Button
          icon={mailed ? 'mail' : 'check'}
          busy={answer.isPending}
          onClick={() => answer.mutate(words.trim() ? { words } : {})}
        >
          {mailed ? t.step.answerSubmit : t.step.answerNoted}
        </Button>
      </div>
    </>
  );
}

/** For whoever has no mailbox: the copy is handed over. */
function Copy({ id }: { id: string }) {
  const t = useTexts(texts).page;
  const copy = useMutation({
    mutationFn: () => downloadCopy(id),
    onSuccess: (blob) => saveFile(blob, 'donnees.zip'),
  });
  return (
    <>
      <div className={styles.actions}>
        <Button
          variant="secondary"
          icon="download"
          busy={copy.isPending}
          onClick={() => copy.mutate()}
        >
          {t.download}
        </Button>
      </div>
      <Refusal error={copy.error} />
    </>
  );
}
