import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { removeTotp, renewRecoveryCodes } from '../../api/secondFactor';
import type { SecondFactor as Factors } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import { meQuery } from '../session/me';
import settings from '../settings/Settings.module.css';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { ByPassword } from './ByPassword';
import { Passkeys } from './Passkeys';
import { secondFactorQuery } from './queries';
import { RecoveryCodesDialog } from './RecoveryCodesDialog';
import styles from './SecondFactor.module.css';
import { TotpSetup } from './TotpSetup';
import { texts } from './texts';

type Open = 'totp' | 'no-totp' | 'new-codes' | null;

/** What a person has besides a password: an app, passkeys, and codes for bad days. */
export function SecondFactor() {
  const t = useTexts(texts);
  const query = useQuery(secondFactorQuery);
  const factors = query.data;
  const active = factors !== undefined && (factors.totp !== null || factors.passkeys.length > 0);
  return (
    <Sheet className={settings.section} aria-labelledby="second-factor">
      <div>
        <h2 id="second-factor" className={settings.name}>
          {t.title}
          {factors && <Badge tone={active ? 'ok' : 'plain'}>{active ? t.on : t.off}</Badge>}
        </h2>
        <p className={settings.lead}>{t.lead}</p>
      </div>
      <Loaded query={query} lines={3}>
        {(data) => <Parts factors={data} active={active} />}
      </Loaded>
    </Sheet>
  );
}

function Parts({ factors, active }: { factors: Factors; active: boolean }) {
  const t = useTexts(texts);
  const { date } = useFormats();
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open>(null);
  const [codes, setCodes] = useState<readonly string[]>([]);
  const [line, setLine] = useState('');
  const changed = (said: string, fresh: readonly string[] = []) => {
    setOpen(null);
    setLine(said);
    setCodes(fresh);
    void queries.invalidateQueries({ queryKey: secondFactorQuery.queryKey });
    // Whether it is on decides what this person may do in a shop that requires it.
    void queries.invalidateQueries({ queryKey: meQuery.queryKey });
  };
  return (
    <>
      <StatusLine>{line}</StatusLine>
      <Part
        title={t.totp.title}
        lead={t.totp.lead}
        state={factors.totp && t.totp.since(date(factors.totp.confirmed_at))}
      >
        {factors.totp ? (
          <Button variant="danger" size="small" onClick={() => setOpen('no-totp')}>
            {t.totp.remove}
          </Button>
        ) : (
          <Button variant="secondary" size="small" onClick={() => setOpen('totp')}>
            {t.totp.add}
          </Button>
        )}
      </Part>
      <Passkeys passkeys={factors.passkeys} onChanged={changed} />
      {active && (
        <Part
          title={t.recovery.title}
          lead={t.recovery.lead}
          state={t.recovery.left(factors.recovery_codes_left)}
        >
          <Button variant="secondary" size="small" onClick={() => setOpen('new-codes')}>
            {t.recovery.renew}
          </Button>
        </Part>
      )}
      {open === 'totp' && (
        <TotpSetup onClose={() => setOpen(null)} onDone={(fresh) => changed(t.totp.added, fresh)} />
      )}
      {open === 'no-totp' && (
        <ByPassword
          title={t.totp.removeTitle}
          submit={t.totp.remove}
          danger
          act={removeTotp}
          onClose={() => setOpen(null)}
          onDone={() => changed(t.totp.removed)}
        />
      )}
      {open === 'new-codes' && (
        <ByPassword
          title={t.recovery.renewTitle}
          text={t.recovery.renewText}
          submit={t.recovery.renew}
          act={renewRecoveryCodes}
          onClose={() => setOpen(null)}
          onDone={({ recovery_codes }) => changed(t.recovery.renewed, recovery_codes)}
        />
      )}
      {codes.length > 0 && <RecoveryCodesDialog codes={codes} onClose={() => setCodes([])} />}
    </>
  );
}

interface PartProps {
  title: string;
  lead: string;
  state?: ReactNode;
  children: ReactNode;
}

function Part({ title, lead, state, children }: PartProps) {
  return (
    <div className={styles.part}>
      <div className={settings.head}>
        <div>
          <h3>{title}</h3>
          <p className={settings.lead}>{lead}</p>
          {state && <p className={settings.details}>{state}</p>}
        </div>
        {children}
      </div>
    </div>
  );
}
