import { useCallback, useEffect, useMemo, useState } from 'react';
import { ApiProblem, isProblem } from '../../api/problems';
import { useTexts } from '../../i18n/LanguageProvider';
import { ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Skeleton } from '../../ui/Skeleton';
import { cardPath } from '../address';
import { Page } from '../Page';
import { forget } from '../remembered';
import { Trouble } from '../Trouble';
import { texts as shared } from '../texts';
import { useMerchant } from '../useMerchant';
import { type DataApi, holderApi, type Standing, type Waits } from './api';
import styles from './DataScreen.module.css';
import { Identify } from './Identify';
import { Opened } from './Opened';
import { texts } from './texts';

export type Ended = 'erased' | Waits;

/** « My data »: the card's page is enough to stop news; all else opens by a one-time code. */
export function DataScreen({ slug }: { slug: string }) {
  const t = useTexts(texts);
  const s = useTexts(shared);
  const { merchant, problem: noMerchant, retry: again } = useMerchant(slug);
  const [page] = useState(() => location.hash.slice(1));
  const api = useMemo(() => holderApi(slug, page), [slug, page]);
  const [standing, setStanding] = useState<Standing | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [data, setData] = useState<DataApi | null>(null);
  const [closed, setClosed] = useState(false);
  const [ended, setEnded] = useState<Ended | null>(null);
  const read = useCallback(() => {
    setProblem(null);
    api.standing().then(setStanding, setProblem);
  }, [api]);
  useEffect(read, [read]);
  const retry = () => {
    again();
    read();
  };
  const end = (how: Ended) => {
    if (how === 'erased') forget(slug, cardPath(slug, page));
    setEnded(how);
    scrollTo(0, 0);
  };
  const failed = noMerchant ?? problem;
  const back = (
    <ButtonLink variant="quiet" icon="arrowLeft" href={cardPath(slug, page)}>
      {t.back}
    </ButtonLink>
  );
  const name = merchant?.name ?? '';
  return (
    <Page merchant={merchant?.name ?? null}>
      {lost(failed) ? (
        <EmptyState icon="lock" level={1} title={t.lost}>
          <p role="alert">{t.lostBody}</p>
        </EmptyState>
      ) : failed ? (
        <Trouble problem={failed} retry={retry} />
      ) : !merchant || !standing ? (
        <Skeleton label={s.loading} lines={6} height="2rem" />
      ) : ended ? (
        <EmptyState
          icon={ended === 'erased' ? 'check' : 'clock'}
          level={1}
          title={t.ended[ended === 'erased' ? ended : 'waits'].title}
          action={ended !== 'erased' && back}
        >
          <p role="status">
            {ended !== 'erased' && `${t.waits[ended]} `}
            {t.ended[ended === 'erased' ? ended : 'waits'].body(name)}
          </p>
        </EmptyState>
      ) : (
        <div className={styles.screen}>
          <div>
            {back}
            <h1 className={styles.title}>{t.title}</h1>
            <p className={styles.lead}>{t.lead(name)}</p>
          </div>
          {data ? (
            <Opened
              api={data}
              merchant={name}
              onEnd={end}
              onClosed={() => {
                setData(null);
                setClosed(true);
              }}
            />
          ) : (
            <Identify
              api={api}
              standing={standing}
              closed={closed}
              reread={read}
              onOpen={setData}
            />
          )}
        </div>
      )}
    </Page>
  );
}

/** The link opens nothing (any more): replaced, or erased. */
function lost(problem: unknown): boolean {
  if (isProblem(problem, 'MERCHANT_NOT_FOUND')) return false;
  return problem instanceof ApiProblem && [401, 404, 410].includes(problem.status);
}
