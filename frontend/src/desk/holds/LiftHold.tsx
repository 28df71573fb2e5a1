import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type LegalHold, liftHold } from '../../api/retention';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Refusal } from '../shell/states';
import styles from './Holds.module.css';
import { texts } from './texts';
import { useHeldName } from './useHoldColumns';

export function LiftHold({ hold, onClose }: { hold: LegalHold; onClose: () => void }) {
  const t = useTexts(texts);
  const nameOf = useHeldName();
  const queries = useQueryClient();
  const lift = useMutation({
    mutationFn: () => liftHold(hold.id),
    onSuccess: async () => {
      onClose();
      // What goes next is another then.
      void queries.invalidateQueries({ queryKey: ['retention'] });
      await queries.invalidateQueries({ queryKey: ['holds'] });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.liftTitle(nameOf(hold))}
      closeLabel={t.keep}
      actions={
        <>
          <Button variant="secondary" onClick={onClose}>
            {t.keep}
          </Button>
          <Button variant="danger" busy={lift.isPending} onClick={() => lift.mutate()}>
            {t.liftSubmit}
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        <p>{t.liftText}</p>
        <blockquote className={styles.quote}>{hold.reason}</blockquote>
        <Refusal error={lift.error} />
      </div>
    </Dialog>
  );
}
