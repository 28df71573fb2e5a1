import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type BulkTags, bulkTags } from '../../api/customers';
import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button, look } from '../../ui/Button';
import { StatusLine } from '../../ui/StatusLine';
import { useBegin } from '../campaigns/useBegin';
import { StartExport } from '../exports/StartExport';
import { texts as textsOfExports } from '../exports/texts';
import type { CustomerFilters } from '../search';
import { useMay } from '../session/me';
import { Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { audienceOf } from './audience';
import { BulkTagsDialog } from './BulkTagsDialog';
import styles from './CustomerList.module.css';
import { NOBODY, type Selection, stateOf } from './selection';
import { texts } from './texts';

interface BulkBarProps {
  selection: Selection;
  customers: readonly Customer[];
  filters: CustomerFilters;
  total: number | null;
  /** The list goes on below what is shown. */
  more: boolean;
  onSelect: (selection: Selection) => void;
}

/** What can be done with many at once, and the way back. */
export function BulkBar({ selection, customers, filters, total, more, onSelect }: BulkBarProps) {
  const t = useTexts(texts).bulk;
  const exportTexts = useTexts(textsOfExports).start;
  const { number } = useFormats();
  const queries = useQueryClient();
  const [tagging, setTagging] = useState(false);
  const [exporting, setExporting] = useState(false);
  const mayExport = useMay('customers:export');
  const mayCampaign = useMay('campaigns:write');
  const mayMerge = useMay('customers:merge');
  const campaign = useBegin();
  const [done, setDone] = useState<{ line: string; undo: BulkTags[] } | null>(null);
  const changed = () => {
    void queries.invalidateQueries({ queryKey: ['customers'] });
    void queries.invalidateQueries({ queryKey: ['tags'] });
  };
  const undo = useMutation({
    mutationFn: async (steps: BulkTags[]) => {
      for (const step of steps) await bulkTags(step);
    },
    onSuccess: () => {
      changed();
      setDone({ line: t.undone, undo: [] });
    },
  });
  const shown = customers.map(({ id }) => id);
  const state = stateOf(selection, shown);
  const ids = selection.kind === 'all' ? [] : [...selection.ids];
  const audience = audienceOf(selection, filters);
  const target = selection.kind === 'all' ? filters : { ids };
  return (
    <>
      {state !== 'none' && (
        <section className={styles.bulk} aria-label={t.label}>
          <p role="status">
            {selection.kind === 'all' ? t.selectedAll : t.selected(selection.ids.size)}
          </p>
          {selection.kind === 'some' && state === 'all' && more && (
            <Button size="small" variant="quiet" onClick={() => onSelect({ kind: 'all' })}>
              {total === null ? t.selectAllUnknown : t.selectAll(number(total))}
            </Button>
          )}
          <span className={styles.bulkActions}>
            <Button size="small" icon="edit" onClick={() => setTagging(true)}>
              {t.tags}
            </Button>
            {mayExport && (
              <Button
                size="small"
                variant="secondary"
                icon="download"
                onClick={() => setExporting(true)}
              >
                {exportTexts.open}
              </Button>
            )}
            {mayCampaign && audience && (
              <Button
                size="small"
                variant="secondary"
                icon="mail"
                busy={campaign.isPending}
                onClick={() => campaign.mutate({ audience })}
              >
                {t.write}
              </Button>
            )}
            {mayMerge && ids.length === 2 && (
              <Link
                to="/customers/merge"
                search={{ keep: ids[0], merge: ids[1] }}
                className={look({ size: 'small', variant: 'secondary' })}
              >
                {t.merge}
              </Link>
            )}
            <Button size="small" variant="quiet" onClick={() => onSelect(NOBODY)}>
              {t.clear}
            </Button>
          </span>
        </section>
      )}
      <StatusLine
        action={
          done &&
          done.undo.length > 0 && (
            <Button
              size="small"
              variant="quiet"
              icon="undo"
              busy={undo.isPending}
              onClick={() => undo.mutate(done.undo)}
            >
              {t.undo}
            </Button>
          )
        }
      >
        {done?.line}
      </StatusLine>
      <Refusal error={undo.error ?? campaign.error} />
      {exporting && (
        <StartExport
          filter={target}
          who={exportTexts.selected(
            selection.kind === 'some'
              ? number(selection.ids.size)
              : total === null
                ? exportTexts.unknown
                : number(total),
          )}
          onClose={() => setExporting(false)}
        />
      )}
      {tagging && (
        <BulkTagsDialog
          target={selection.kind === 'all' ? { filter: filters } : { ids }}
          onClose={() => setTagging(false)}
          onDone={({ changed: n, undo: back }) => {
            setTagging(false);
            setDone({ line: t.done(n), undo: back });
            onSelect(NOBODY);
            changed();
          }}
        />
      )}
    </>
  );
}
