import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { type MergeOrder, merge as mergeRecords, type Side } from '../../api/duplicates';
import { isProblem } from '../../api/problems';
import type { Customer } from '../../api/types';
import type { Versioned } from '../../api/versioned';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button, look } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { customerQuery } from '../customers/queries';
import { Refusal } from '../shell/states';
import { compareRecords, type MergedField, sidesOf } from './comparison';
import styles from './Duplicates.module.css';
import { FieldChoices } from './FieldChoices';
import { Moves } from './Moves';
import { Short } from './Pair';
import { recordsChanged } from './queries';
import { texts } from './texts';

interface MergeFormProps {
  keep: Versioned<Customer>;
  merge: Versioned<Customer>;
  onSwap: () => void;
}

export function MergeForm({ keep, merge, onSwap }: MergeFormProps) {
  const t = useTexts(texts).merge;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [choices, setChoices] = useState<Partial<Record<MergedField, Side>>>({});
  const comparison = compareRecords(keep.data, merge.data);
  const order: MergeOrder = {
    keep_id: keep.data.id,
    merge_id: merge.data.id,
    fields: sidesOf(comparison, choices),
    keep_version: versionOf(keep.etag),
    merge_version: versionOf(merge.etag),
  };
  const run = useMutation({
    mutationFn: () => mergeRecords(order),
    onSuccess: async () => {
      await navigate({ to: '/customers/$customerId', params: { customerId: keep.data.id } });
      await recordsChanged(queries);
    },
    onError: async (error) => {
      // Fresh records, fresh versions; what was chosen stays.
      if (!isProblem(error, 'STALE')) return;
      for (const { data } of [keep, merge]) {
        await queries.invalidateQueries({ queryKey: customerQuery(data.id).queryKey, exact: true });
      }
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run.mutate();
  };
  return (
    <form className={styles.stack} onSubmit={submit}>
      <div className={styles.two}>
        {([keep, merge] as const).map(({ data }) => (
          <Sheet key={data.id} className={styles.part}>
            <h2>{data === keep.data ? t.kept : t.merged}</h2>
            <Short customer={data} />
          </Sheet>
        ))}
        <Button className={styles.swap} variant="secondary" icon="refresh" onClick={onSwap}>
          {t.swap}
        </Button>
      </div>
      <FieldChoices
        keep={keep.data}
        merge={merge.data}
        comparison={comparison}
        choices={choices}
        onChoose={(field, side) => setChoices({ ...choices, [field]: side })}
      />
      <Moves order={order} />
      {isProblem(run.error, 'STALE') ? (
        <Banner tone="warn" role="alert">
          <p>{t.changed}</p>
        </Banner>
      ) : (
        <Refusal error={run.error} />
      )}
      <div className={styles.actions}>
        <Link
          to="/customers/$customerId"
          params={{ customerId: keep.data.id }}
          className={look({ variant: 'secondary' })}
        >
          {t.cancel}
        </Link>
        <Button type="submit" busy={run.isPending}>
          {t.submit}
        </Button>
      </div>
    </form>
  );
}

/** A version is what an ETag names, without its quotes. */
function versionOf(etag: string): number {
  return Number(etag.replace(/\D/g, ''));
}
