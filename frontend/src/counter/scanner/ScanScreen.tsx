import { type FormEvent, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { readScan, typedCard } from '../../scan/content';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { useIdentity } from '../counter';
import { back, replace } from '../navigation';
import { Dock } from '../shell/dock';
import { Heading } from '../shell/Heading';
import { texts } from '../texts';
import { CameraWindow } from './CameraWindow';
import { type Explanation, explain } from './explain';
import styles from './ScanScreen.module.css';

const open = (card: string) => replace({ screen: 'card', card, from: 'scan' });

/** `again`: one customer was just served, whose card may still lie under the camera. */
export function ScanScreen({ again }: { again: boolean }) {
  const t = useTexts(texts);
  const { membership } = useIdentity();
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
  return (
    <>
      <Heading back={{ label: t.back, go: back }}>{t.scan.title}</Heading>
      <CameraWindow onRead={read} wrong={wrong} again={again} />
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
