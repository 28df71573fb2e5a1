import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { needApproval } from '../../api/erasures';
import { useTexts } from '../../i18n/LanguageProvider';
import { Choice } from '../../ui/Field';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import { approvalQuery } from '../erasure/queries';
import { useMay } from '../session/me';
import { Loaded, Refusal } from '../shell/states';
import styles from './PrivacySettings.module.css';
import { settingsTexts } from './settingsTexts';

/** Whether a second member has to say yes. Saved as it is ticked. */
export function ApprovalRule() {
  const all = useTexts(settingsTexts);
  const t = all.approval;
  const queries = useQueryClient();
  const mayChange = useMay('privacy:approve');
  const query = useQuery(approvalQuery);
  const save = useMutation({
    mutationFn: needApproval,
    onSuccess: (approval) => queries.setQueryData(approvalQuery.queryKey, approval),
  });
  return (
    <Sheet className={styles.section} aria-labelledby="approval">
      <div>
        <h2 id="approval">{t.title}</h2>
        <p className={styles.lead}>{t.lead}</p>
      </div>
      <Loaded query={query} lines={2}>
        {(approval) => (
          <Choice
            label={t.label}
            hint={mayChange ? t.hint : t.owner}
            checked={save.isPending ? save.variables : approval}
            disabled={!mayChange}
            onChange={({ target }) => save.mutate(target.checked)}
          />
        )}
      </Loaded>
      <Refusal error={save.error} />
      <StatusLine>{save.isSuccess && all.saved}</StatusLine>
    </Sheet>
  );
}
