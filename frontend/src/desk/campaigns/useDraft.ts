import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type CampaignReport, changeCampaign, type Draft } from '../../api/campaigns';
import type { Versioned } from '../../api/versioned';
import { campaignQuery, campaignsQuery } from './queries';

const REST = 700;

/** What is being written, kept by itself a moment after the last letter. */
export function useDraft(known: Versioned<CampaignReport>) {
  const { id } = known.data;
  const queries = useQueryClient();
  const etag = useRef(known.etag);
  const [draft, setDraft] = useState<Draft>(() => ({
    subject: known.data.subject,
    body: known.data.body,
    card_button: known.data.card_button,
    audience: known.data.audience ?? undefined,
  }));
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
  const { mutate, isPending } = save;
  const dirty = draft !== saved;
  useEffect(() => {
    if (!dirty || isPending) return;
    const timer = setTimeout(() => mutate(draft), REST);
    return () => clearTimeout(timer);
  }, [draft, dirty, isPending, mutate]);
  return { draft, setDraft, saved, dirty, etag, save };
}
