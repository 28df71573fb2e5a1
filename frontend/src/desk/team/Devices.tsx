import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { revokeDevice } from '../../api/team';
import type { Device } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { words } from '../../i18n/words';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { EmptyState } from '../../ui/EmptyState';
import { More } from '../../ui/More';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import settings from '../settings/Settings.module.css';
import { Loaded, Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { PairingDialog } from './PairingDialog';
import { devicesQuery, locationsQuery } from './queries';
import styles from './Team.module.css';
import { texts } from './texts';

/** The tablets that open the counter with a PIN, each at one place. */
export function Devices() {
  const t = useTexts(texts).devices;
  const w = useTexts(words);
  const queries = useQueryClient();
  const query = useInfiniteQuery(devicesQuery);
  const { data: locations } = useQuery(locationsQuery);
  const [pairing, setPairing] = useState<Device | 'new' | null>(null);
  const [revoking, setRevoking] = useState<Device | null>(null);
  const [line, setLine] = useState('');
  const changed = (said: string) => {
    setPairing(null);
    setRevoking(null);
    if (said) setLine(said);
    void queries.invalidateQueries({ queryKey: devicesQuery.queryKey });
  };
  const placeable = locations?.some(({ active }) => active) ?? false;
  return (
    <Sheet className={settings.section} aria-labelledby="devices">
      <div className={settings.head}>
        <div>
          <h2 id="devices">{t.title}</h2>
          <p className={settings.lead}>{t.lead}</p>
          <p className={settings.lead}>{t.pins}</p>
        </div>
        {placeable && (
          <Button icon="plus" onClick={() => setPairing('new')}>
            {t.add}
          </Button>
        )}
      </div>
      <StatusLine>{line}</StatusLine>
      <Loaded query={query} lines={2}>
        {(data) => {
          const devices = data.pages.flatMap((page) => page.items);
          if (devices.length === 0) {
            return (
              <EmptyState icon="stamp" title={t.emptyTitle}>
                <p>{placeable ? t.emptyText : t.needsLocation}</p>
              </EmptyState>
            );
          }
          return (
            <>
              <ul className={settings.list}>
                {devices.map((device) => (
                  <Line
                    key={device.id}
                    device={device}
                    place={locations?.find(({ id }) => id === device.location_id)?.name ?? ''}
                    onPair={() => setPairing(device)}
                    onRevoke={() => setRevoking(device)}
                  />
                ))}
              </ul>
              <More query={query}>{w.more}</More>
            </>
          );
        }}
      </Loaded>
      {pairing && (
        <PairingDialog
          device={pairing === 'new' ? null : pairing}
          onClose={() => changed('')}
          onPaired={(device) => changed(t.paired(device.name))}
        />
      )}
      {revoking && (
        <Revocation
          device={revoking}
          onClose={() => setRevoking(null)}
          onDone={() => changed(t.revoked(revoking.name))}
        />
      )}
    </Sheet>
  );
}

interface LineProps {
  device: Device;
  place: string;
  onPair: () => void;
  onRevoke: () => void;
}

const TONE = { waiting: 'info', paired: 'ok', revoked: 'plain' } as const;

function Line({ device, place, onPair, onRevoke }: LineProps) {
  const t = useTexts(texts).devices;
  const { ago } = useFormats();
  const { name, status, browser, used_at } = device;
  const details = [place, browser, used_at ? t.used(ago(used_at)) : t.never];
  return (
    <li className={settings.item}>
      <div>
        <p className={settings.name}>
          {name}
          <Badge tone={TONE[status]}>{t.status[status]}</Badge>
        </p>
        <p className={settings.details}>{details.filter(Boolean).join(' · ')}</p>
      </div>
      {status !== 'revoked' && (
        <div className={styles.buttons}>
          {status === 'waiting' && (
            <Button variant="secondary" size="small" onClick={onPair}>
              {t.again}
            </Button>
          )}
          <Button variant="danger" size="small" aria-label={t.revokeOf(name)} onClick={onRevoke}>
            {t.revoke}
          </Button>
        </div>
      )}
    </li>
  );
}

interface RevocationProps {
  device: Device;
  onClose: () => void;
  onDone: () => void;
}

function Revocation({ device, onClose, onDone }: RevocationProps) {
  const t = useTexts(texts).devices;
  const revoke = useMutation({ mutationFn: () => revokeDevice(device.id), onSuccess: onDone });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.revokeTitle(device.name)}
      closeLabel={t.keep}
      actions={
        <>
          <Button variant="secondary" onClick={onClose}>
            {t.keep}
          </Button>
          <Button variant="danger" busy={revoke.isPending} onClick={() => revoke.mutate()}>
            {t.revoke}
          </Button>
        </>
      }
    >
      <p>{t.revokeText}</p>
      <Refusal error={revoke.error} />
    </Dialog>
  );
}
