import { useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { StatusLine } from '../../ui/StatusLine';
import styles from './Designer.module.css';
import type { ProgramForm } from './form';
import { texts } from './texts';

interface SaveBarProps {
  dirty: boolean;
  saving: boolean;
  saved: boolean;
  /** The API would refuse it: the reason is said beside the colours. */
  blocked: boolean;
  /** Cards are out: what a change does to them is shown before it is made. */
  publishes: boolean;
  form: ProgramForm;
  onDiscard: () => void;
  onRestore: (form: ProgramForm) => void;
}

/** Follows the form while something is unsaved. Discarding can itself be taken back. */
export function SaveBar(props: SaveBarProps) {
  const { dirty, saving, saved, blocked, publishes, form } = props;
  const t = useTexts(texts).form;
  const [discarded, setDiscarded] = useState<ProgramForm | null>(null);
  return (
    <div className={styles.saveBar} data-dirty={dirty || undefined}>
      <StatusLine
        tone={dirty ? 'info' : 'ok'}
        action={
          dirty ? (
            <span className={styles.saveActions}>
              <Button
                variant="quiet"
                size="small"
                onClick={() => {
                  setDiscarded(form);
                  props.onDiscard();
                }}
              >
                {t.discard}
              </Button>
              <Button
                type="submit"
                size="small"
                busy={saving}
                disabled={blocked}
                onClick={() => setDiscarded(null)}
              >
                {saving ? t.saving : publishes ? t.publish : t.save}
              </Button>
            </span>
          ) : (
            discarded && (
              <Button
                variant="quiet"
                size="small"
                icon="undo"
                onClick={() => {
                  props.onRestore(discarded);
                  setDiscarded(null);
                }}
              >
                {t.undo}
              </Button>
            )
          )
        }
      >
        {dirty ? t.dirty : discarded ? t.discarded : saved && t.saved}
      </StatusLine>
    </div>
  );
}
