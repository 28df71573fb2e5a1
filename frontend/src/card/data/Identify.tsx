import { type FormEvent, useState } from 'react';
import { isProblem } from '../../api/problems';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import type { DataApi, HolderApi, Standing } from './api';
import styles from './DataScreen.module.css';
import { Failure } from './Failure';
import { texts } from './texts';

interface IdentifyProps {
  api: HolderApi;
  standing: Standing;
  /** The half hour is over. */
  closed: boolean;
  reread: () => void;
  onOpen: (data: DataApi) => void;
}

/** Who one is: the link may have been passed on, so a code goes to the address that is known. */
export function Identify({ api, standing, closed, reread, onOpen }: IdentifyProps) {
  const t = useTexts(texts);
  const [busy, setBusy] = useState('');
  const [said, setSaid] = useState('');
  const [code, setCode] = useState('');
  const [wrong, setWrong] = useState('');
  const [problem, setProblem] = useState<unknown>(null);

  async function doing(what: string, work: () => Promise<void>) {
    setBusy(what);
    setProblem(null);
    setWrong('');
    try {
      await work();
    } catch (error) {
      if (isProblem(error, 'WRONG_IDENTIFICATION')) setWrong(t.codeWrong);
      else if (isProblem(error, 'NO_ADDRESS')) setSaid(t.noAddress);
      else setProblem(error);
    }
    setBusy('');
  }

  const stop = () =>
    doing('stop', async () => {
      await api.stopNews();
      setSaid(t.stopped);
      reread();
    });
  const send = () =>
    doing('send', async () => {
      setSaid(t.sentTo((await api.sendCode()).sent_to));
    });
  const open = (event: FormEvent) => {
    event.preventDefault();
    const digits = code.replace(/\s/g, '');
    if (!/^\d{6}$/.test(digits)) return setWrong(t.codeShape);
    void doing('open', async () => onOpen(await api.open(digits)));
  };

  if (!standing.known) {
    return (
      <Sheet>
        <p>{t.nobody}</p>
      </Sheet>
    );
  }
  return (
    <>
      {closed && (
        <Banner tone="info" icon="clock" role="status">
          <p>{t.closed}</p>
        </Banner>
      )}
      <StatusLine>{said}</StatusLine>
      <Failure problem={problem} />
      <Sheet className={styles.part} aria-labelledby="identify-title">
        <h2 id="identify-title" className={styles.heading}>
          {t.identify}
        </h2>
        <p>{t.identifyBody}</p>
        <Button variant="secondary" icon="mail" wide busy={busy === 'send'} onClick={send}>
          {said ? t.sendAgain : t.send}
        </Button>
        <form className={styles.part} onSubmit={open} noValidate>
          <TextField
            label={t.code}
            hint={t.codeHint}
            error={wrong}
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
          <Button type="submit" size="large" wide busy={busy === 'open'}>
            {t.open}
          </Button>
        </form>
        <p className={styles.small}>{t.counter}</p>
      </Sheet>
      {Object.values(standing.consents).some(Boolean) && (
        <Sheet className={styles.part} aria-labelledby="news-title">
          <h2 id="news-title" className={styles.heading}>
            {t.news}
          </h2>
          <p>{t.newsBody}</p>
          <Button variant="secondary" wide busy={busy === 'stop'} onClick={stop}>
            {t.stop}
          </Button>
        </Sheet>
      )}
    </>
  );
}
