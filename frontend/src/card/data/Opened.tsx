import { useCallback, useEffect, useState } from 'react';
import { isProblem } from '../../api/problems';
import { useTexts } from '../../i18n/LanguageProvider';
import { Skeleton } from '../../ui/Skeleton';
import { StatusLine } from '../../ui/StatusLine';
import { texts as shared } from '../texts';
import { Asked } from './Asked';
import type { DataApi, MyData } from './api';
import { Correct } from './Correct';
import type { Ended } from './DataScreen';
import { Decide } from './Decide';
import { Failure } from './Failure';
import { Kept } from './Kept';
import { News } from './News';

interface OpenedProps {
  api: DataApi;
  merchant: string;
  onEnd: (how: Ended) => void;
  onClosed: () => void;
}

/** Does something, says so and reads again; answers whether it went well. */
export type Doing = (said: string, work: () => Promise<unknown>) => Promise<boolean>;

/** What is kept, corrected in place, and what one may decide about it. */
export function Opened({ api, merchant, onEnd, onClosed }: OpenedProps) {
  const s = useTexts(shared);
  const [read, setRead] = useState<{ data: MyData; version: string } | null>(null);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<unknown>(null);

  const failed = useCallback(
    (error: unknown) => {
      if (isProblem(error, 'IDENTIFICATION_OVER')) onClosed();
      else setProblem(error);
    },
    [onClosed],
  );
  const reread = useCallback(async () => {
    const { data, etag } = await api.read();
    setRead({ data, version: etag ?? '*' });
  }, [api]);
  // Once: `failed` is another one at each drawing.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    reread().catch(failed);
  }, [reread]);

  const doing: Doing = async (word, work) => {
    setProblem(null);
    setSaid('');
    try {
      await work();
      await reread();
      setSaid(word);
      return true;
    } catch (error) {
      failed(error);
      return false;
    }
  };

  if (!read) {
    return problem ? (
      <Failure problem={problem} />
    ) : (
      <Skeleton label={s.loading} lines={6} height="2rem" />
    );
  }
  const { data, version } = read;
  return (
    <>
      <StatusLine>{said}</StatusLine>
      <Failure problem={problem} />
      <Correct key={version} api={api} data={data} version={version} doing={doing} />
      <Kept data={data} />
      <News api={api} data={data} doing={doing} />
      <Decide api={api} data={data} merchant={merchant} doing={doing} onEnd={onEnd} />
      <Asked requests={data.requests} />
    </>
  );
}
