import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { addDevice, listDevices, newPairingCode } from '../../api/team';
import type { Device, PairingCode } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { cardNumber } from '../../ui/cardNumber';
import { Dialog } from '../../ui/Dialog';
import { Select, TextField } from '../../ui/Field';
import settings from '../settings/Settings.module.css';
import { useFieldProblem } from '../shell/fieldProblem';
import { Refusal } from '../shell/states';
import { useTimeLeft } from './countdown';
import { locationsQuery } from './queries';
import styles from './Team.module.css';
import { texts } from './texts';

interface Props {
  /** One that waits for its code again; none adds a device. */
  device: Device | null;
  onClose: () => void;
  onPaired: (device: Device) => void;
}

type Waiting = PairingCode & { id: string };

/** Gives the code to be typed on the device, and notices when that has happened. */
export function PairingDialog({ device, onClose, onPaired }: Props) {
  const all = useTexts(texts);
  const t = all.devices;
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const renew = useMutation({
    mutationFn: async (id: string) => ({ id, ...(await newPairingCode(id)) }),
    onSuccess: setWaiting,
  });
  const title = device?.name ?? t.add;
  return (
    <Dialog open onClose={onClose} title={title} closeLabel={all.cancel}>
      {waiting ? (
        <Code
          waiting={waiting}
          onPaired={onPaired}
          onRenew={() => renew.mutate(waiting.id)}
          renewing={renew.isPending}
        />
      ) : device ? (
        <Button busy={renew.isPending} onClick={() => renew.mutate(device.id)}>
          {t.create}
        </Button>
      ) : (
        <NewDevice onClose={onClose} onAdded={setWaiting} />
      )}
      <Refusal error={renew.error} />
    </Dialog>
  );
}

function NewDevice({ onClose, onAdded }: { onClose: () => void; onAdded: (one: Waiting) => void }) {
  const all = useTexts(texts);
  const t = all.devices;
  const { data: locations = [] } = useQuery(locationsQuery);
  const open = locations.filter(({ active }) => active);
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState('');
  const locationId = chosen || open[0]?.id || '';
  const add = useMutation({
    mutationFn: () => addDevice(name.trim(), locationId),
    onSuccess: onAdded,
  });
  const fieldProblem = useFieldProblem(add.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form className={settings.dialogForm} onSubmit={submit}>
      <TextField
        data-autofocus
        label={t.name}
        hint={t.nameHint}
        required
        maxLength={100}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={fieldProblem('name')}
      />
      <Select
        label={t.location}
        value={locationId}
        onChange={(event) => setChosen(event.target.value)}
      >
        {open.map(({ id, name: its }) => (
          <option key={id} value={id}>
            {its}
          </option>
        ))}
      </Select>
      <Refusal error={add.error} />
      <div className={settings.actions}>
        <Button variant="secondary" onClick={onClose}>
          {all.cancel}
        </Button>
        <Button type="submit" busy={add.isPending}>
          {t.create}
        </Button>
      </div>
    </form>
  );
}

const ASK_EVERY_MS = 3_000;

interface CodeProps {
  waiting: Waiting;
  onPaired: (device: Device) => void;
  onRenew: () => void;
  renewing: boolean;
}

function Code({ waiting, onPaired, onRenew, renewing }: CodeProps) {
  const t = useTexts(texts).devices;
  const left = useTimeLeft(waiting.pairing_expires_at);
  const { data } = useQuery({
    queryKey: ['device', waiting.id],
    queryFn: async () => {
      const { items } = await listDevices({ limit: 100 });
      return items.find(({ id }) => id === waiting.id) ?? null;
    },
    refetchInterval: ASK_EVERY_MS,
    enabled: left !== null,
  });
  useEffect(() => {
    if (data?.status === 'paired') onPaired(data);
  }, [data, onPaired]);
  if (left === null) {
    return (
      <>
        <p role="status">{t.expired}</p>
        <Button busy={renewing} onClick={onRenew}>
          {t.again}
        </Button>
      </>
    );
  }
  return (
    <>
      <h3>{t.codeTitle}</h3>
      <ol className={styles.steps}>
        <li>{t.step1(`${window.location.host}/counter`)}</li>
        <li>{t.step2}</li>
        <li>
          {t.step3}
          <strong className={styles.code}>{cardNumber(waiting.pairing_code)}</strong>
        </li>
      </ol>
      <p className={styles.waiting}>
        {t.waitingFor} {t.left(left)}
      </p>
    </>
  );
}
