import { isProblem } from '../../api/problems';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Refusal } from '../shell/states';
import { useIntoView } from '../shell/useIntoView';
import styles from './Campaigns.module.css';
import { texts } from './texts';
import type { useDraft } from './useDraft';

/** Why what is written is not kept yet, and what one can do. */
export function Unsaved({ save, again, mine, theirs }: ReturnType<typeof useDraft>) {
  const t = useTexts(texts).unsaved;
  const place = useIntoView(save.error);
  if (!save.error) return null;
  if (!isProblem(save.error, 'STALE')) {
    return (
      <div className={styles.stack}>
        <Refusal error={save.error} />
        <div>
          <Button variant="secondary" icon="refresh" busy={save.isPending} onClick={again}>
            {t.again}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div ref={place}>
      <Banner
        tone="warn"
        role="alert"
        title={t.crossed}
        action={
          <div className={styles.actions}>
            <Button variant="secondary" onClick={theirs}>
              {t.theirs}
            </Button>
            <Button onClick={mine}>{t.mine}</Button>
          </div>
        }
      >
        <p>{t.crossedText}</p>
      </Banner>
    </div>
  );
}
