import { type FormEvent, useRef, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { readScan, typedCard } from '../../scan/content';
import { useCameraScan } from '../../scan/useCameraScan';
import { Banner } from '../../ui/Banner';
import { Button, IconButton } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { EmptyState } from '../../ui/EmptyState';
import { TextField } from '../../ui/Field';
import { useIdentity } from '../counter';
import { back, replace } from '../navigation';
import { Dock } from '../shell/dock';
import { Heading } from '../shell/Heading';
import { texts } from '../texts';
import { type Explanation, explain } from './explain';
import styles from './ScanScreen.module.css';

const open = (card: string) => replace({ screen: 'card', card, from: 'scan' });

/** `again`: one customer was just served, whose card may still lie under the camera. */
export function ScanScreen({ again }: { again: boolean }) {
  const t = useTexts(texts);
  const { membership } = useIdentity();
  const video = useRef<HTMLVideoElement>(null);
  const [wrong, setWrong] = useState<Explanation | null>(null);
  const read = (text: string) => {
    const content = readScan(text, membership.merchant_slug);
    if (content.kind === 'card') {
      navigator.vibrate?.(40);
      open(content.code);
    } else {
      navigator.vibrate?.([40, 60, 40]);
      setWrong(explain(content, t));
    }
  };
  const { phase, hard, same, torch, retry } = useCameraScan(video, read, again);
  const seeing = phase === 'starting' || phase === 'looking';
  return (
    <>
      <Heading back={{ label: t.back, go: back }}>{t.scan.title}</Heading>
      {wrong && (
        <Banner tone="warn" role="alert" title={wrong.title}>
          {wrong.text}
        </Banner>
      )}
      {!wrong && hard && phase === 'looking' && (
        <Banner tone="info" role="status">
          {t.scan.hard}
        </Banner>
      )}
      {seeing ? (
        <div className={cx(styles.window, (wrong || hard) && styles.smaller)}>
          <video ref={video} className={styles.video} muted playsInline />
          <div className={styles.frame} aria-hidden="true" />
          <p className={styles.aim} role="status">
            {phase === 'starting'
              ? t.scan.starting
              : same && again && !wrong
                ? t.scan.same
                : t.scan.aim}
          </p>
          {torch && (
            <span className={styles.torch}>
              <IconButton
                icon="torch"
                label={torch.on ? t.scan.torchOff : t.scan.torchOn}
                aria-pressed={torch.on}
                onClick={torch.toggle}
              />
            </span>
          )}
        </div>
      ) : (
        <EmptyState
          icon="camera"
          title={t.scan[phase].title}
          action={
            <Button variant="secondary" icon="refresh" onClick={retry}>
              {t.scan.retry}
            </Button>
          }
        >
          <p role="alert">{t.scan[phase].text}</p>
        </EmptyState>
      )}
      <Dock>
        <TypedNumber />
      </Dock>
    </>
  );
}

function TypedNumber() {
  const t = useTexts(texts);
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const card = typedCard(text);
    if (card) open(card);
    else setWrong(true);
  };
  return (
    <form className={styles.typed} onSubmit={submit}>
      <TextField
        label={t.scan.typeLabel}
        hint={t.scan.typeHint}
        error={wrong ? t.scan.typeWrong : undefined}
        className={styles.field}
        value={text}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        enterKeyHint="go"
        onChange={(event) => {
          setText(event.target.value);
          setWrong(false);
        }}
      />
      <Button type="submit" variant="secondary">
        {t.scan.typeOpen}
      </Button>
    </form>
  );
}
