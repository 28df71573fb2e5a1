import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type RetentionStop, releaseRetention } from '../../api/retention';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { useMay } from '../session/me';
import { Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { texts } from './texts';
import { useTables } from './useTables';

/** Where far more was over than announced: what was found, and the way to let it go on. */
export function Stops({ stops }: { stops: readonly RetentionStop[] }) {
  return stops.map((stop) => <Stopped key={stop.id} stop={stop} />);
}

function Stopped({ stop }: { stop: RetentionStop }) {
  const { stop: t } = useTexts(texts);
  const { number, dateTime } = useFormats();
  const tableText = useTables();
  const mayRelease = useMay('privacy:approve');
  const [asking, setAsking] = useState(false);
  return (
    <Banner
      tone="danger"
      title={t.title(tableText(stop.table))}
      action={
        mayRelease && (
          <Button variant="secondary" onClick={() => setAsking(true)}>
            {t.release}
          </Button>
        )
      }
    >
      <p>{t.text(number(stop.announced), number(stop.found), dateTime(stop.at))}</p>
      {!mayRelease && <p>{t.owner}</p>}
      {asking && <Release stop={stop} onClose={() => setAsking(false)} />}
    </Banner>
  );
}

function Release({ stop, onClose }: { stop: RetentionStop; onClose: () => void }) {
  const all = useTexts(texts);
  const t = all.stop;
  const queries = useQueryClient();
  const release = useMutation({
    mutationFn: () => releaseRetention(stop.id),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: ['retention'] });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.ask}
      closeLabel={t.cancel}
      actions={
        <>
          <Button variant="secondary" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button variant="danger" busy={release.isPending} onClick={() => release.mutate()}>
            {t.confirm}
          </Button>
        </>
      }
    >
      <p>{t.consequence(all.plan.count(stop.found))}</p>
      <Refusal error={release.error} />
    </Dialog>
  );
}
