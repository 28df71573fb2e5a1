import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { type CampaignReport, deleteCampaign, tryCampaign } from '../../api/campaigns';
import type { Versioned } from '../../api/versioned';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Choice, TextArea, TextField } from '../../ui/Field';
import { Sheet } from '../../ui/Sheet';
import { Page } from '../shell/Page';
import { Refusal } from '../shell/states';
import { AudienceFields } from './AudienceFields';
import styles from './Campaigns.module.css';
import { Letter } from './Letter';
import { campaignsQuery, readersQuery } from './queries';
import { Readers } from './Readers';
import { SendDialog } from './SendDialog';
import { Subject, useSubject } from './Subject';
import { texts } from './texts';
import { Unsaved } from './Unsaved';
import { useDraft } from './useDraft';

/** Writing on one side, the mail on the other. */
export function Editor({ known }: { known: Versioned<CampaignReport> }) {
  const t = useTexts(texts);
  const subject = useSubject();
  const { id } = known.data;
  const writing = useDraft(known);
  const { draft, setDraft, saved, dirty, refused, etag, save } = writing;
  const readers = useQuery(readersQuery(id, saved.audience));
  const [sending, setSending] = useState(false);
  const trial = useMutation({ mutationFn: () => tryCampaign(id) });
  const remove = useRemove(id);
  const body = useRef<HTMLTextAreaElement>(null);
  const settling = (dirty && !refused) || save.isPending;
  const insert = (tag: string) => {
    const at = body.current?.selectionStart ?? draft.body.length;
    setDraft({ ...draft, body: draft.body.slice(0, at) + tag + draft.body.slice(at) });
    body.current?.focus();
  };
  const name = readers.data?.sample ?? t.editor.sample;
  return (
    <Page
      title={subject(draft.subject) || t.editor.new}
      heading={draft.subject && <Subject of={draft.subject} />}
      back={{ link: { to: '/campaigns' }, label: t.back }}
      lead={
        <span role="status">
          {refused
            ? t.unsaved.state
            : settling
              ? t.editor.saving
              : trial.isSuccess
                ? t.editor.trialDone
                : t.editor.saved}
        </span>
      }
      actions={
        <>
          <Button
            variant="secondary"
            icon="mail"
            busy={settling || trial.isPending}
            disabled={refused}
            onClick={() => trial.mutate()}
          >
            {t.editor.trial}
          </Button>
          <Button busy={settling} disabled={refused} onClick={() => setSending(true)}>
            {t.editor.send}
          </Button>
        </>
      }
    >
      <Unsaved {...writing} />
      <Refusal error={trial.error ?? remove.error} />
      <div className={styles.editor}>
        <div className={styles.stack}>
          <Sheet className={styles.stack}>
            <AudienceFields
              audience={draft.audience}
              onChange={(audience) => setDraft({ ...draft, audience })}
            />
            {readers.data ? (
              <Readers segment={readers.data} />
            ) : (
              <p className={styles.hint}>
                {saved.audience ? t.readers.counting : t.audience.choose}
              </p>
            )}
            <Refusal error={readers.error} />
          </Sheet>
          <Sheet className={styles.stack} aria-labelledby="message">
            <h2 id="message">{t.editor.message}</h2>
            <TextField
              label={t.editor.subject}
              hint={t.editor.subjectHint}
              maxLength={150}
              value={draft.subject}
              onChange={(event) => setDraft({ ...draft, subject: event.target.value })}
            />
            <TextArea
              label={t.editor.body}
              hint={t.editor.bodyHint}
              rows={10}
              maxLength={5000}
              value={draft.body}
              onChange={(event) => {
                body.current = event.target;
                setDraft({ ...draft, body: event.target.value });
              }}
              onFocus={(event) => {
                body.current = event.target;
              }}
            />
            <p className={styles.insert}>
              <span className={styles.hint}>{t.editor.insert}</span>
              <Button
                size="small"
                variant="secondary"
                onClick={() => insert(t.editor.firstNameTag)}
              >
                {t.editor.firstName}
              </Button>
              <Button size="small" variant="secondary" onClick={() => insert(t.editor.shopTag)}>
                {t.editor.shop}
              </Button>
            </p>
            <Choice
              label={t.editor.button}
              hint={t.editor.buttonHint}
              checked={draft.card_button}
              onChange={(event) => setDraft({ ...draft, card_button: event.target.checked })}
            />
          </Sheet>
          <div>
            <Button
              variant="quiet"
              icon="trash"
              busy={settling || remove.isPending}
              onClick={() => remove.mutate(etag.current)}
            >
              {t.editor.remove}
            </Button>
          </div>
        </div>
        <aside className={styles.aside} aria-label={t.editor.preview}>
          <p className={styles.hint}>{t.editor.previewOf(name)}</p>
          <Letter words={draft} firstName={name} />
        </aside>
      </div>
      {sending && (
        <SendDialog
          id={id}
          etag={etag.current}
          reached={readers.data?.reached ?? 0}
          onClose={() => setSending(false)}
        />
      )}
    </Page>
  );
}

function useRemove(id: string) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (etag: string) => deleteCampaign(id, etag),
    onSuccess: async () => {
      await navigate({ to: '/campaigns' });
      void queries.invalidateQueries({ queryKey: campaignsQuery.queryKey, exact: true });
    },
  });
}
