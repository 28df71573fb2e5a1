import { useRef, useState } from 'react';
import { adjust } from '../../api/cards';
import { newGestureKey } from '../../api/http';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { useCounter } from '../counter';
import { texts as counterTexts } from '../texts';
import { ActionError } from './ActionError';
import { actionTexts } from './actionTexts';
import styles from './CardActions.module.css';
import { Stepper } from './Stepper';
import type { ShownCard } from './standing';
import { useAction } from './useAction';

const MOST = 100;

/** Online only: its reason is free words, which the queue on the device must not hold. */
export function Adjustment({ card, onDone }: { card: ShownCard; onDone: () => void }) {
  const t = useTexts(actionTexts);
  const { balance: stamps } = useTexts(counterTexts).find;
  const { language } = useLanguage();
  const { outbox } = useCounter();
  const [delta, setDelta] = useState(1);
  const [reason, setReason] = useState('');
  const sent = useRef({ body: '', key: '' });
  const { busy, error, run } = useAction(async () => {
    const body = { delta, reason: reason.trim() };
    const asText = JSON.stringify(body);
    // The same correction tried again keeps its key; another one is another gesture.
    if (sent.current.body !== asText) sent.current = { body: asText, key: newGestureKey() };
    const { data } = await adjust(card.id, body, sent.current.key);
    const { id, card_id: cardId, balance, recorded_at: recordedAt } = data;
    const entry = { id, cardId, delta: data.delta, balance, recordedAt };
    await outbox.note(card.id, card.number, { kind: 'adjust', delta }, entry);
    onDone();
  });
  const change = (next: number) => setDelta(next === 0 ? next - Math.sign(delta) : next);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <p>{t.adjust.text(stamps(card.balance))}</p>
      <ActionError error={error} />
      <div className={styles.line}>
        <Stepper
          label={t.adjust.delta}
          less={t.adjust.less}
          more={t.adjust.more}
          value={delta}
          least={card.balance > 0 ? -card.balance : 1}
          most={MOST}
          shown={formats(language).signed(delta)}
          onChange={change}
        />
        <output className={styles.after}>{t.adjust.after(stamps(card.balance + delta))}</output>
      </div>
      <TextField
        label={t.adjust.reason}
        hint={t.adjust.reasonHint}
        required
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button type="submit" size="large" busy={busy}>
        {t.adjust.confirm}
      </Button>
    </form>
  );
}
