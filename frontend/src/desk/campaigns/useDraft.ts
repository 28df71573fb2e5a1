import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type CampaignReport, changeCampaign, type Draft, getCampaign } from '../../api/campaigns';
import { isProblem } from '../../api/problems';
import type { Versioned } from '../../api/versioned';
import { campaignQuery, campaignsQuery } from './queries';

const REST = 700;

const draftOf = ({ subject, body, card_button, audience }: CampaignReport): Draft => ({
  subject,
  body,
  card_button,
  audience: audience ?? undefined,
});

/**
 * What is being written, kept by itself a moment after the last letter. What was refused is not sent
 * again before it is another text or somebody says so; what crossed, before one text was chosen.
 */
export function useDraft(known: Versioned<CampaignReport>) {
  const { id } = known.data;
  const queries = useQueryClient();
  const etag = useRef(known.etag);
  const [draft, setDraft] = useState(() => draftOf(known.data));
  const [saved, setSaved] = useState(draft);
  const save = useMutation({
    mutationFn: (next: Draft) => changeCampaign(id, etag.current, next),
    onSuccess: (answer, next) => {
      etag.current = answer.etag;
      setSaved(next);
      queries.setQueryData(campaignQuery(id).queryKey, (before) =>
        before ? { data: { ...before.data, ...answer.data }, etag: answer.etag } : before,
      );
      void queries.invalidateQueries({ queryKey: campaignsQuery.queryKey, exact: true });
    },
  });
  const { mutate, isPending, error, variables } = save;
  const dirty = draft !== saved;
  const refused = error !== null && (variables === draft || isProblem(error, 'STALE'));
  useEffect(() => {
    if (!dirty || isPending || refused) return;
    const timer = setTimeout(() => mutate(draft), REST);
    return () => clearTimeout(timer);
  }, [draft, dirty, isPending, refused, mutate]);
  const newest = useMutation({
    mutationFn: (_: { keep: boolean }) => getCampaign(id),
    onSuccess: (answer, { keep }) => {
      etag.current = answer.etag;
      if (keep) {
        mutate(draft);
        return;
      }
      const theirs = draftOf(answer.data);
      setDraft(theirs);
      setSaved(theirs);
      save.reset();
      queries.setQueryData(campaignQuery(id).queryKey, answer);
    },
  });
  return {
    ...{ draft, setDraft, saved, dirty, refused, etag, save },
    again: () => mutate(draft),
    mine: () => newest.mutate({ keep: true }),
    theirs: () => newest.mutate({ keep: false }),
  };
}
