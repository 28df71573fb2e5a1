import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { StatusLine } from '../../ui/StatusLine';
import { useMay } from '../session/me';
import { mergesQuery } from './queries';
import { texts } from './texts';
import { UndoMerge } from './UndoMerge';

/** The undo line on the record kept: it comes from the API, so it outlives the page. */
export function LastMerge({ customerId }: { customerId: string }) {
  const t = useTexts(texts).merges;
  const mayMerge = useMay('customers:merge');
  const { data: merges } = useQuery({ ...mergesQuery(customerId), enabled: mayMerge });
  const [undone, setUndone] = useState(false);
  const last = merges?.find(({ undoable, kept_id: kept }) => undoable && kept === customerId);
  const name = last?.merged_name ?? t.someone;
  return (
    <StatusLine
      action={last && <UndoMerge mergeId={last.id} name={name} onUndone={() => setUndone(true)} />}
    >
      {last ? t.here(name) : undone && t.undone}
    </StatusLine>
  );
}
