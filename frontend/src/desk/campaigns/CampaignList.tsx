import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Campaign, Draft } from '../../api/campaigns';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import type { Tone } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { More } from '../../ui/More';
import { type Column, Table } from '../../ui/Table';
import { useMay } from '../session/me';
import { Page } from '../shell/Page';
import { Loaded, Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import styles from './Campaigns.module.css';
import { campaignsQuery } from './queries';
import { RhythmDialog } from './RhythmDialog';
import { Subject } from './Subject';
import { texts } from './texts';
import { useBegin } from './useBegin';

export const TONE: Partial<Record<Campaign['status'], Tone>> = {
  scheduled: 'info',
  sending: 'info',
  stopped: 'warn',
  sent: 'ok',
};

export function CampaignList() {
  const t = useTexts(texts);
  const query = useInfiniteQuery(campaignsQuery);
  const mayWrite = useMay('campaigns:write');
  const begin = useBegin();
  const [pacing, setPacing] = useState(false);
  const columns = useColumns();
  const example: Partial<Draft> = {
    subject: t.exampleSubject,
    body: t.exampleBody,
    audience: { kind: 'lapsed', days: 90 },
  };
  const empty = query.data?.pages[0]?.items.length === 0;
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        mayWrite && (
          <>
            <Button variant="quiet" icon="clock" onClick={() => setPacing(true)}>
              {t.rhythm.open}
            </Button>
            {!empty && (
              <Button icon="plus" busy={begin.isPending} onClick={() => begin.mutate({})}>
                {t.create}
              </Button>
            )}
          </>
        )
      }
    >
      <Refusal error={begin.error} />
      <Loaded query={query} lines={5}>
        {(data) => {
          const campaigns = data.pages.flatMap(({ items }) => items);
          if (campaigns.length === 0) {
            return (
              <EmptyState
                icon="mail"
                title={t.none}
                action={
                  mayWrite && (
                    <div className={styles.actions}>
                      <Button variant="secondary" onClick={() => begin.mutate({})}>
                        {t.create}
                      </Button>
                      <Button busy={begin.isPending} onClick={() => begin.mutate(example)}>
                        {t.example}
                      </Button>
                    </div>
                  )
                }
              >
                <p>{t.noneText}</p>
              </EmptyState>
            );
          }
          return (
            <div className={styles.stack}>
              <Table caption={t.title} columns={columns} rows={campaigns} rowKey={({ id }) => id} />
              <More query={query}>{t.more}</More>
            </div>
          );
        }}
      </Loaded>
      {pacing && <RhythmDialog onClose={() => setPacing(false)} />}
    </Page>
  );
}

function useColumns(): Column<Campaign>[] {
  const t = useTexts(texts);
  const { date, number } = useFormats();
  return [
    {
      key: 'what',
      header: t.columns.what,
      cell: ({ id, subject }) => (
        <Link to="/campaigns/$campaignId" params={{ campaignId: id }} className={styles.subject}>
          {subject ? <Subject of={subject} /> : t.untitled}
        </Link>
      ),
    },
    {
      key: 'state',
      header: t.columns.state,
      cell: ({ status }) => <Badge tone={TONE[status] ?? 'plain'}>{t.states[status]}</Badge>,
    },
    {
      key: 'readers',
      header: t.columns.readers,
      align: 'end',
      secondary: true,
      cell: ({ status, counts }) =>
        status === 'draft' || status === 'scheduled' ? '—' : number(counts.sent ?? 0),
    },
    {
      key: 'when',
      header: t.columns.when,
      align: 'end',
      secondary: true,
      cell: (one) => {
        const at = one.finished_at ?? one.started_at ?? one.scheduled_at ?? one.changed_at;
        return <time dateTime={at}>{date(at)}</time>;
      },
    },
  ];
}
