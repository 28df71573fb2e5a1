import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type BulkTagged, type BulkTarget, bulkTags } from '../../api/customers';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Refusal } from '../shell/states';
import styles from './CustomerFields.module.css';
import { TagField } from './TagField';
import { texts } from './texts';

interface BulkTagsDialogProps {
  target: BulkTarget;
  onClose: () => void;
  onDone: (answer: BulkTagged) => void;
}

export function BulkTagsDialog({ target, onClose, onDone }: BulkTagsDialogProps) {
  const t = useTexts(texts).bulk;
  const [add, setAdd] = useState<readonly string[]>([]);
  const [remove, setRemove] = useState<readonly string[]>([]);
  const apply = useMutation({
    mutationFn: bulkTags,
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (add.length + remove.length === 0) return onClose();
    apply.mutate({ ...target, add: [...add], remove: [...remove] });
  };
  return (
    <Dialog open onClose={onClose} title={t.tagsTitle} closeLabel={t.cancel}>
      <form className={styles.form} onSubmit={submit}>
        {'filter' in target && <p>{t.whole}</p>}
        <TagField label={t.add} value={add} onChange={setAdd} />
        <TagField label={t.remove} value={remove} onChange={setRemove} />
        <Refusal error={apply.error} />
        <div className={styles.actions}>
          <Button variant="secondary" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button type="submit" busy={apply.isPending}>
            {t.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
