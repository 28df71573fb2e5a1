import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  type Audience,
  countReaders,
  getCampaign,
  getCampaignSettings,
  listCampaigns,
  previewSegment,
} from '../../api/campaigns';

export const campaignsQuery = infiniteQueryOptions({
  queryKey: ['campaigns'],
  queryFn: ({ pageParam }) => listCampaigns({ limit: 20, cursor: pageParam }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
});

/** Read again by itself while it is being sent. */
export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', 'one', id],
    queryFn: () => getCampaign(id),
    refetchInterval: ({ state: { data } }) => (data?.data.status === 'sending' ? 1000 : false),
  });

/** Who was chosen by hand is known to the service alone. */
export const readersQuery = (id: string, audience: Audience | undefined) =>
  queryOptions({
    queryKey: ['campaigns', 'readers', id, audience ?? null],
    queryFn: () =>
      audience && audience.kind !== 'selection' ? previewSegment(audience) : countReaders(id),
    placeholderData: keepPreviousData,
    enabled: audience !== undefined,
  });

export const rhythmQuery = queryOptions({
  queryKey: ['campaigns', 'rhythm'],
  queryFn: getCampaignSettings,
});
