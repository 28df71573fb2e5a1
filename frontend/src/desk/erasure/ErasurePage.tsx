import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { answerErasure, type Erasure } from '../../api/erasures';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { useMay, useMembership } from '../session/me';
import { Page } from '../shell/Page';
import { Loaded, Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import styles from './Erasure.module.css';
import { PlanLists } from './PlanLists';
import { Proof } from './Proof';
import { erasureQuery, isMoving, planQuery } from './queries';
import { Stays } from './Stays';
import { toneOf } from './states';
import { texts } from './texts';

const route = getRouteApi('/office/privacy/erasures/$erasureId');

/** How far it is, and in the end the proof. */
export function ErasurePage() {
  const t = useTexts(texts).page;
  const { erasureId } = route.useParams();
  const query = useQuery(erasureQuery(erasureId));
  return (
    <Loaded query={query} lines={6} page={t.title} missing={t.missing}>
      {(erasure) => <Course erasure={erasure} />}
    </Loaded>
  );
}

function Course({ erasure }: { erasure: Erasure }) {
  const t = useTexts(texts).page;
  const { dateTime } = useFormats();
  const queries = useQueryClient();
  const mayPlan = useMay('privacy:write');
  const { state, finished_at: finished } = erasure;
  useEffect(() => {
    // What lists and searches still remember of the person.
    if (state !== 'awaiting_approval') queries.removeQueries({ queryKey: ['customers'] });
  }, [queries, state]);
  return (
    <Page
      title={erasure.customer_name ? `${t.title}\u00a0· ${erasure.customer_name}` : t.title}
      back={{ link: { to: '/privacy/erasures' }, label: t.back }}
      beside={<Badge tone={toneOf(state)}>{t.states[state]}</Badge>}
      lead={
        <>
          {t.causes[erasure.cause]} · {t.asked(dateTime(erasure.created_at))}
          {finished && ` · ${t.finished(dateTime(finished))}`}
        </>
      }
    >
      <div className={styles.stack}>
        <Sheet className={styles.stack}>
          <p role="status">
            {erasure.waits_for ? t.waits[erasure.waits_for] : t.stateTexts[state]}
          </p>
          {(isMoving(erasure) || state === 'done') && (
            <div>
              <progress
                className={styles.progress}
                aria-label={t.progress}
                value={state === 'done' ? 1 : erasure.rows_done}
                max={state === 'done' ? 1 : Math.max(erasure.rows, erasure.rows_done, 1)}
              />
              <p className={styles.hint}>
                {t.done(erasure.rows_done, Math.max(erasure.rows, erasure.rows_done))}
              </p>
            </div>
          )}
          {state === 'awaiting_approval' && (
            <>
              {mayPlan && <WhatWouldGo erasure={erasure} />}
              <Answer erasure={erasure} />
            </>
          )}
        </Sheet>
        {(erasure.proof || erasure.receipts.length > 0) && <Proof erasure={erasure} />}
        {erasure.proof && <Stays kept={erasure.proof.kept} />}
      </div>
    </Page>
  );
}

/** As it would be now: whoever approves sees what. */
function WhatWouldGo({ erasure }: { erasure: Erasure }) {
  const t = useTexts(texts).page;
  const query = useQuery(planQuery(erasure.customer_id));
  return (
    <section className={styles.stack} aria-labelledby="would-go">
      <h2 id="would-go">{t.wouldGo}</h2>
      <Loaded query={query} lines={6}>
        {(plan) => <PlanLists tables={plan.tables} />}
      </Loaded>
    </section>
  );
}

function Answer({ erasure }: { erasure: Erasure }) {
  const t = useTexts(texts).page;
  const queries = useQueryClient();
  const mayApprove = useMay('privacy:approve');
  const isMine = erasure.asked_by === useMembership().id;
  const mayRefuse = useMay('privacy:write');
  const answer = useMutation({
    mutationFn: (what: 'approval' | 'refusal') => answerErasure(erasure.id, what),
    onSuccess: (after) => queries.setQueryData(erasureQuery(erasure.id).queryKey, after),
  });
  return (
    <>
      {isMine && <p className={styles.hint}>{t.mine}</p>}
      <Refusal error={answer.error} />
      <div className={styles.actions}>
        {mayRefuse && (
          <Button
            variant="secondary"
            busy={answer.isPending && answer.variables === 'refusal'}
            onClick={() => answer.mutate('refusal')}
          >
            {t.refuse}
          </Button>
        )}
        {mayApprove && !isMine && (
          <Button
            variant="danger"
            busy={answer.isPending && answer.variables === 'approval'}
            onClick={() => answer.mutate('approval')}
          >
            {t.approve}
          </Button>
        )}
      </div>
    </>
  );
}
