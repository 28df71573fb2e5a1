import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import {
  type CampaignReport,
  cancelCampaign,
  copyCampaign,
  sendCampaign,
} from '../../api/campaigns';
import type { Versioned } from '../../api/versioned';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { useMay } from '../session/me';
import { Page } from '../shell/Page';
import { Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { TONE } from './CampaignList';
import styles from './Campaigns.module.css';
import { Letter } from './Letter';
import { campaignQuery, campaignsQuery } from './queries';
import { Reasons } from './Readers';
import { Subject, useSubject } from './Subject';
import { texts } from './texts';

/** What becomes of a campaign, and what became of it. */
export function Report({ known }: { known: Versioned<CampaignReport> }) {
  const t = useTexts(texts);
  const subject = useSubject();
  const { data: campaign, etag } = known;
  const { dateTime } = useFormats();
  const mayWrite = useMay('campaigns:write');
  const steps = useSteps(campaign.id);
  const { status } = campaign;
  const copy = mayWrite && (
    <Button
      variant="secondary"
      icon="copy"
      busy={steps.copy.isPending}
      onClick={() => steps.copy.mutate()}
    >
      {t.report.copy}
    </Button>
  );
  const cancel = (label: string) =>
    mayWrite && (
      <Button
        variant="secondary"
        busy={steps.cancel.isPending}
        onClick={() => steps.cancel.mutate()}
      >
        {label}
      </Button>
    );
  return (
    <Page
      title={subject(campaign.subject) || t.untitled}
      heading={campaign.subject && <Subject of={campaign.subject} />}
      beside={<Badge tone={TONE[status] ?? 'plain'}>{t.states[status]}</Badge>}
      lead={campaign.finished_at && dateTime(campaign.finished_at)}
      back={{ link: { to: '/campaigns' }, label: t.back }}
      actions={copy}
    >
      <Refusal error={steps.copy.error ?? steps.cancel.error ?? steps.goOn.error} />
      <div className={styles.editor}>
        <div className={styles.stack}>
          {status === 'draft' && <Banner icon="lock">{t.editor.readOnly}</Banner>}
          {status === 'scheduled' && campaign.scheduled_at && (
            <Banner
              icon="clock"
              title={t.report.scheduled(dateTime(campaign.scheduled_at))}
              action={cancel(t.report.takeBack)}
            >
              <p>{t.report.scheduledText}</p>
            </Banner>
          )}
          {status === 'stopped' && campaign.problem && (
            <Banner
              tone="warn"
              title={t.report.stopped}
              action={
                mayWrite && (
                  <div className={styles.actions}>
                    {cancel(t.report.abandon)}
                    <Button busy={steps.goOn.isPending} onClick={() => steps.goOn.mutate(etag)}>
                      {t.report.goOn}
                    </Button>
                  </div>
                )
              }
            >
              <p>
                {t.report.problems[campaign.problem]} {t.report.safe}
              </p>
            </Banner>
          )}
          {status === 'sending' && <Progress campaign={campaign}>{cancel(t.report.stop)}</Progress>}
          {campaign.started_at && <Results campaign={campaign} />}
        </div>
        <aside className={styles.aside} aria-label={t.report.message}>
          <Letter words={campaign} firstName={t.editor.sample} />
        </aside>
      </div>
    </Page>
  );
}

function Progress({ campaign, children }: { campaign: CampaignReport; children: React.ReactNode }) {
  const t = useTexts(texts).report;
  const { number, dateTime } = useFormats();
  const { planned = 0, sent = 0, failed = 0, unclear = 0 } = campaign.counts;
  const done = sent + failed + unclear;
  return (
    <Sheet className={styles.stack} aria-labelledby="progress">
      <h2 id="progress">{t.sending}</h2>
      <progress
        className={styles.progress}
        aria-labelledby="progress"
        max={Math.max(planned, 1)}
        value={planned > 0 ? done : undefined}
      />
      <p className={styles.numbers}>{t.progress(number(done), number(planned))}</p>
      <p className={styles.hint}>
        {campaign.waits_until ? t.waits(dateTime(campaign.waits_until)) : t.leave}
      </p>
      <div>{children}</div>
    </Sheet>
  );
}

function Results({ campaign }: { campaign: CampaignReport }) {
  const t = useTexts(texts).report;
  const { number } = useFormats();
  const { sent = 0, failed = 0, unclear = 0, cancelled = 0, refused = {} } = campaign.counts;
  const others = Object.values(refused).reduce((sum, count) => sum + (count ?? 0), 0);
  const tiles: [string, number, boolean][] = [
    [t.sent, sent, true],
    [t.withdrawn, campaign.withdrawn, true],
    [t.refused, others, true],
    [t.failed, failed, failed > 0],
    [t.unclear, unclear, unclear > 0],
    [t.cancelled, cancelled, cancelled > 0],
  ];
  return (
    <Sheet className={styles.stack} aria-labelledby="results">
      <h2 id="results">{t.results}</h2>
      <dl className={styles.tiles}>
        {tiles
          .filter(([, , shown]) => shown)
          .map(([label, count]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{number(count)}</dd>
            </div>
          ))}
      </dl>
      {unclear > 0 && <p className={styles.hint}>{t.unclearText}</p>}
      {others > 0 ? (
        <div>
          <h3 className={styles.small}>{t.refusedTitle}</h3>
          <Reasons refused={refused} />
        </div>
      ) : (
        campaign.status === 'sent' && <p className={styles.hint}>{t.everybody}</p>
      )}
    </Sheet>
  );
}

function useSteps(id: string) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const stepped = (answer: Versioned<CampaignReport>) => {
    queries.setQueryData(campaignQuery(id).queryKey, answer);
    void queries.invalidateQueries({ queryKey: campaignsQuery.queryKey, exact: true });
  };
  return {
    cancel: useMutation({ mutationFn: () => cancelCampaign(id), onSuccess: stepped }),
    goOn: useMutation({
      mutationFn: (etag: string) => sendCampaign(id, etag, null),
      onSuccess: stepped,
    }),
    copy: useMutation({
      mutationFn: () => copyCampaign(id),
      onSuccess: (again) => {
        void queries.invalidateQueries({ queryKey: campaignsQuery.queryKey, exact: true });
        return navigate({ to: '/campaigns/$campaignId', params: { campaignId: again.id } });
      },
    }),
  };
}
