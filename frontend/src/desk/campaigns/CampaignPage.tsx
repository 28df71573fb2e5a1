import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTexts } from '../../i18n/LanguageProvider';
import { useMay } from '../session/me';
import { Loaded } from '../shell/states';
import { Editor } from './Editor';
import { campaignQuery } from './queries';
import { Report } from './Report';
import { texts } from './texts';

const route = getRouteApi('/office/campaigns/$campaignId');

/** A draft is written, everything else is looked at. */
export function CampaignPage() {
  const t = useTexts(texts);
  const { campaignId } = route.useParams();
  const mayWrite = useMay('campaigns:write');
  const query = useQuery(campaignQuery(campaignId));
  return (
    <Loaded query={query} page={t.title} lines={6} missing={t.missing}>
      {(known) =>
        known.data.status === 'draft' && mayWrite ? (
          <Editor key={campaignId} known={known} />
        ) : (
          <Report known={known} />
        )
      }
    </Loaded>
  );
}
