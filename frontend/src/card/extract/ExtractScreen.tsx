import { useCallback, useEffect, useState } from 'react';
import { downloadLinked, type LinkedExtract, readLinked } from '../../api/extract';
import { ApiProblem, isProblem } from '../../api/problems';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Icon } from '../../ui/Icon';
import { Sheet } from '../../ui/Sheet';
import { Skeleton } from '../../ui/Skeleton';
import { saveFile } from '../../ui/saveFile';
import { Page } from '../Page';
import { Trouble } from '../Trouble';
import { texts as shared } from '../texts';
import { useMerchant } from '../useMerchant';
import styles from './ExtractScreen.module.css';
import { texts } from './texts';

/** What the link to one's own data opens. The file itself takes a click: whatever looks at links
 * in mails does not use it up. */
export function ExtractScreen({ slug }: { slug: string }) {
  const t = useTexts(texts);
  const s = useTexts(shared);
  const { merchant, problem: noMerchant, retry: again } = useMerchant(slug);
  const [token] = useState(() => location.hash.slice(1));
  const [file, setFile] = useState<LinkedExtract | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const read = useCallback(() => {
    setProblem(null);
    readLinked(slug, token).then(setFile, setProblem);
  }, [slug, token]);
  useEffect(read, [read]);
  const retry = () => {
    again();
    read();
  };
  return (
    <Page merchant={merchant?.name ?? null}>
      {noMerchant || problem ? (
        <Closed problem={noMerchant ?? problem} retry={retry} />
      ) : merchant && file ? (
        <Sheet className={styles.sheet}>
          <span className={styles.seal}>
            <Icon name="lock" size={34} />
          </span>
          <h1>{t.heading}</h1>
          <p>{t.body(merchant.name)}</p>
          <p>{t.inside}</p>
          <Download slug={slug} token={token} until={file.expires_at} onClosed={setProblem} />
        </Sheet>
      ) : (
        <Skeleton label={s.loading} lines={6} height="2rem" />
      )}
    </Page>
  );
}

function Download({
  slug,
  token,
  until,
  onClosed,
}: {
  slug: string;
  token: string;
  until: string;
  onClosed: (problem: unknown) => void;
}) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const [state, setState] = useState<'idle' | 'busy' | 'done' | 'broken'>('idle');
  const download = async () => {
    setState('busy');
    try {
      saveFile(await downloadLinked(slug, token), t.file);
      setState('done');
    } catch (problem) {
      if (problem instanceof ApiProblem) onClosed(problem);
      else setState('broken');
    }
  };
  if (state === 'done') {
    return (
      <Banner tone="ok" role="status" title={t.done}>
        <p>{t.doneBody}</p>
      </Banner>
    );
  }
  return (
    <>
      {state === 'broken' && (
        <Banner tone="warn" role="alert">
          <p>{t.brokeOff}</p>
        </Banner>
      )}
      <Button size="large" wide icon="download" busy={state === 'busy'} onClick={download}>
        {t.download}
      </Button>
      <p className={styles.once}>{t.once(formats(language).dateTime(until))}</p>
    </>
  );
}

/** Why the link opens nothing now. */
function Closed({ problem, retry }: { problem: unknown; retry: () => void }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const why = reason(problem);
  if (!why) return <Trouble problem={problem} retry={retry} />;
  const at = problem instanceof ApiProblem ? String(problem.extras.used_at ?? '') : '';
  const { title, body } = t[why];
  return (
    <EmptyState icon="lock" level={1} title={title}>
      <p role="alert">
        {typeof body === 'string' ? body : body(formats(language).dateTime(at || new Date()))}
      </p>
    </EmptyState>
  );
}

function reason(problem: unknown): 'used' | 'expired' | 'unknown' | 'busy' | null {
  if (isProblem(problem, 'EXTRACT_LINK_USED')) return 'used';
  if (isProblem(problem, 'EXTRACT_EXPIRED')) return 'expired';
  if (isProblem(problem, 'EXTRACT_LINK_UNKNOWN')) return 'unknown';
  return isProblem(problem, 'EXTRACT_IN_USE') ? 'busy' : null;
}
