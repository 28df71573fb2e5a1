import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { createCampaign } from '../../api/campaigns';
import { campaignsQuery } from './queries';

/** A draft is kept from its first moment, so nothing that was written is lost. */
export function useBegin() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: createCampaign,
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: campaignsQuery.queryKey });
      return navigate({ to: '/campaigns/$campaignId', params: { campaignId: id } });
    },
  });
}
