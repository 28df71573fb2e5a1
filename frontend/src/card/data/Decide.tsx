import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import type { DataApi, MyData } from './api';
import type { Ended } from './DataScreen';
import styles from './DataScreen.module.css';
import type { Doing } from './Opened';
import { takeAlong } from './takeAlong';
import { texts } from './texts';

type What = 'export' | 'restrict' | 'object' | 'erase';

interface DecideProps {
  api: DataApi;
  data: MyData;
  merchant: string;
  doing: Doing;
  onEnd: (how: Ended) => void;
}

/** The rights: what can be undone is done at once, what cannot names its consequence first. */
export function Decide({ api, data, merchant, doing, onEnd }: DecideProps) {
  const t = useTexts(texts);
  const [busy, setBusy] = useState<What | null>(null);
  const [sure, setSure] = useState<'object' | 'erase' | null>(null);
  const waits = data.requests.find(({ waits_for }) => waits_for)?.waits_for;
  const { restricted_at: restricted, objected_at: objected } = data.customer;

  async function does(what: What, said: string, work: () => Promise<unknown>) {
    setBusy(what);
    setSure(null);
    await doing(said, work);
    setBusy(null);
  }
  const confirmed = () =>
    sure === 'erase'
      ? does('erase', '', async () => {
          onEnd((await api.erase()).data.waits_for ?? 'erased');
        })
      : does('object', t.objected, api.object);

  return (
    <Sheet className={styles.part} aria-labelledby="rights-title">
      <h2 id="rights-title" className={styles.heading}>
        {t.rights}
      </h2>
      <Right text={t.exportBody}>
        <Button
          variant="secondary"
          icon="download"
          wide
          busy={busy === 'export'}
          onClick={() => does('export', t.exported, () => takeAlong(api, t.file))}
        >
          {busy === 'export' ? t.exporting : t.export}
        </Button>
      </Right>
      <Right text={restricted ? t.restricted : t.restrictBody}>
        {!restricted && (
          <Button
            variant="secondary"
            icon="lock"
            wide
            busy={busy === 'restrict'}
            onClick={() => does('restrict', t.restricted, api.restrict)}
          >
            {t.restrict}
          </Button>
        )}
      </Right>
      <Right text={objected ? t.objected : t.objectBody}>
        {!objected && sure !== 'object' && (
          <Button
            variant="secondary"
            icon="shield"
            wide
            busy={busy === 'object'}
            onClick={() => setSure('object')}
          >
            {t.object}
          </Button>
        )}
      </Right>
      {sure === 'object' && (
        <Sure warning={t.objectWarning} yes={t.objectYes} onYes={confirmed} onNo={setSure} />
      )}
      <Right text={waits ? `${t.erasing} ${t.waits[waits]}` : t.eraseBody(merchant)}>
        {sure !== 'erase' && !waits && (
          <Button
            variant="danger"
            icon="trash"
            wide
            busy={busy === 'erase'}
            onClick={() => setSure('erase')}
          >
            {t.erase}
          </Button>
        )}
      </Right>
      {sure === 'erase' && (
        <Sure warning={t.eraseWarning} yes={t.eraseYes} onYes={confirmed} onNo={setSure} />
      )}
    </Sheet>
  );
}

function Right({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div className={styles.right}>
      <p className={styles.small}>{text}</p>
      {children}
    </div>
  );
}

interface SureProps {
  warning: string;
  yes: string;
  onYes: () => void;
  onNo: (none: null) => void;
}

function Sure({ warning, yes, onYes, onNo }: SureProps) {
  const t = useTexts(texts);
  const place = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone: the keyboard goes on with its question.
  useEffect(() => place.current?.focus(), []);
  return (
    <div ref={place} tabIndex={-1} className={styles.sure}>
      <Banner tone="warn" role="alert">
        <p>{warning}</p>
      </Banner>
      <Button variant="danger" wide onClick={onYes}>
        {yes}
      </Button>
      <Button variant="secondary" wide onClick={() => onNo(null)}>
        {t.cancel}
      </Button>
    </div>
  );
}
