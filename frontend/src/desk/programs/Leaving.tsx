import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { texts } from './texts';

export function Leaving({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const t = useTexts(texts).form;
  return (
    <Dialog
      open
      onClose={onStay}
      title={t.leaveTitle}
      closeLabel={t.stay}
      actions={
        <>
          <Button variant="danger" onClick={onLeave}>
            {t.leave}
          </Button>
          <Button onClick={onStay}>{t.stay}</Button>
        </>
      }
    >
      <p>{t.leaveText}</p>
    </Dialog>
  );
}
