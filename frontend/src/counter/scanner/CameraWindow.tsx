import { useRef } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { useCameraScan } from '../../scan/useCameraScan';
import { Banner } from '../../ui/Banner';
import { Button, IconButton } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { EmptyState } from '../../ui/EmptyState';
import { texts } from '../texts';
import styles from './CameraWindow.module.css';
import type { Explanation } from './explain';

interface CameraWindowProps {
  onRead: (text: string) => void;
  /** Why the last code that was read is of no use here. */
  wrong: Explanation | null;
  /** One customer was just served, whose card may still lie under the camera. */
  again?: boolean;
}

/** What the camera sees, and what to do where it sees nothing. */
export function CameraWindow({ onRead, wrong, again = false }: CameraWindowProps) {
  const t = useTexts(texts).scan;
  const video = useRef<HTMLVideoElement>(null);
  const { phase, hard, same, torch, retry } = useCameraScan(video, onRead, again);
  return (
    <>
      {wrong && (
        <Banner tone="warn" role="alert" title={wrong.title}>
          {wrong.text}
        </Banner>
      )}
      {!wrong && hard && phase === 'looking' && (
        <Banner tone="info" role="status">
          {t.hard}
        </Banner>
      )}
      {phase === 'starting' || phase === 'looking' ? (
        <div className={cx(styles.window, (wrong || hard) && styles.smaller)}>
          <video ref={video} className={styles.video} muted playsInline />
          <div className={styles.frame} aria-hidden="true" />
          <p className={styles.aim} role="status">
            {phase === 'starting' ? t.starting : same && again && !wrong ? t.same : t.aim}
          </p>
          {torch && (
            <span className={styles.torch}>
              <IconButton
                icon="torch"
                label={torch.on ? t.torchOff : t.torchOn}
                aria-pressed={torch.on}
                onClick={torch.toggle}
              />
            </span>
          )}
        </div>
      ) : (
        <EmptyState
          icon="camera"
          title={t[phase].title}
          action={
            <Button variant="secondary" icon="refresh" onClick={retry}>
              {t.retry}
            </Button>
          }
        >
          <p role="alert">{t[phase].text}</p>
        </EmptyState>
      )}
    </>
  );
}
