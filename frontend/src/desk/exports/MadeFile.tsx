import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Badge } from '../../ui/Badge';
import type { Tone } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { saveFile } from '../../ui/saveFile';
import styles from '../settings/Settings.module.css';
import { Refusal } from '../shell/states';

type Status = 'running' | 'ready' | 'failed' | 'expired';

export const FILE_TONE: Partial<Record<Status, Tone>> = {
  running: 'info',
  ready: 'ok',
  failed: 'danger',
};

interface MadeFileProps {
  status: Status;
  name: string;
  state: string;
  details: ReactNode;
  download: { label: string; spoken: string; read: () => Promise<Blob>; saveAs: string };
}

/** A line about a file that a job makes, with its download once it is there. */
export function MadeFile({ status, name, state, details, download }: MadeFileProps) {
  const get = useMutation({
    mutationFn: download.read,
    onSuccess: (blob) => saveFile(blob, download.saveAs),
  });
  return (
    <li className={styles.item}>
      <div>
        <p className={styles.name} role={status === 'running' ? 'status' : undefined}>
          {name}
          <Badge tone={FILE_TONE[status] ?? 'plain'}>{state}</Badge>
        </p>
        <p className={styles.details}>{details}</p>
        <Refusal error={get.error} />
      </div>
      {status === 'ready' && (
        <Button
          variant="secondary"
          size="small"
          icon="download"
          aria-label={download.spoken}
          busy={get.isPending}
          onClick={() => get.mutate()}
        >
          {download.label}
        </Button>
      )}
    </li>
  );
}
