import { type ReactNode, useState } from 'react';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { formatNumber } from '../../scan/content';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Icon } from '../../ui/Icon';
import { RefusalText } from '../card/Notices';
import { useCounter } from '../counter';
import { back, go } from '../navigation';
import { useLink } from '../network/link';
import type { Gesture } from '../outbox/gesture';
import { useJournal } from '../outbox/journal';
import { Heading } from '../shell/Heading';
import { texts } from '../texts';
import styles from './Queue.module.css';

/** What is kept on this device, and what the service refused: nothing disappears unread. */
export function Queue() {
  const t = useTexts(texts);
  const { journal, outbox, link } = useCounter();
  const { gestures, others, queue } = useJournal(journal);
  const offline = useLink(link) === 'down';
  const [busy, setBusy] = useState(false);
  const waiting = gestures.filter((each) => each.state === 'waiting');
  const refused = gestures.filter((each) => each.state === 'refused' && !each.dismissed);
  const sendNow = async () => {
    setBusy(true);
    await link.check();
    await outbox.retryNow();
    setBusy(false);
  };
  return (
    <>
      <Heading back={{ label: t.back, go: back }}>{t.queue.title}</Heading>
      {refused.length > 0 && (
        <section className={styles.part} aria-labelledby="refused">
          <h2 id="refused" className={styles.heading}>
            {t.queue.refusedTitle(refused.length)}
          </h2>
          <p className={styles.lead}>{t.queue.refusedLead}</p>
          <ul className={styles.list}>
            {refused.map((gesture) => (
              <Item key={gesture.key} gesture={gesture} tone="refused">
                {gesture.refusal && (
                  <p className={styles.reason}>
                    <RefusalText refusal={gesture.refusal} />
                  </p>
                )}
                <div className={styles.actions}>
                  <Button
                    variant="quiet"
                    icon="card"
                    onClick={() => go({ screen: 'card', card: gesture.card, from: 'home' })}
                  >
                    {t.queue.open}
                  </Button>
                  <Button
                    variant="secondary"
                    icon="check"
                    onClick={() => outbox.dismiss(gesture.key)}
                  >
                    {t.queue.dismiss}
                  </Button>
                </div>
              </Item>
            ))}
          </ul>
        </section>
      )}
      {waiting.length > 0 && (
        <section className={styles.part} aria-labelledby="waiting">
          <h2 id="waiting" className={styles.heading}>
            {t.queue.waitingTitle(waiting.length)}
          </h2>
          <Banner
            tone={queue === 'signed-out' ? 'warn' : 'info'}
            icon={offline ? 'offline' : 'clock'}
            role="status"
            action={
              <Button variant="secondary" icon="refresh" busy={busy} onClick={sendNow}>
                {t.queue.now}
              </Button>
            }
          >
            {queue === 'signed-out' ? t.queue.expired : offline ? t.queue.offline : t.queue.sending}
          </Banner>
          <ul className={styles.list}>
            {waiting.map((gesture) => (
              <Item key={gesture.key} gesture={gesture} tone="waiting">
                {gesture.act.kind !== 'reverse' && (
                  <div className={styles.actions}>
                    <Button variant="quiet" icon="undo" onClick={() => outbox.undo(gesture.key)}>
                      {t.queue.withdraw}
                    </Button>
                  </div>
                )}
              </Item>
            ))}
          </ul>
        </section>
      )}
      {waiting.length + refused.length === 0 && (
        <EmptyState icon="check" title={t.queue.emptyTitle}>
          {t.queue.empty}
        </EmptyState>
      )}
      {others > 0 && (
        <Banner tone="info" icon="users">
          {t.queue.others(others)}
        </Banner>
      )}
    </>
  );
}

const SCAN_CODE_LENGTH = 26;

interface ItemProps {
  gesture: Gesture;
  tone: 'waiting' | 'refused';
  children?: ReactNode;
}

function Item({ gesture, tone, children }: ItemProps) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { known } = useCounter();
  const format = formats(language);
  const { act, card, attempts } = gesture;
  const what = act.kind === 'earn' ? t.queue.earn(act.units) : t.queue[act.kind];
  const merchantId = gesture.owner.split(':')[1] ?? '';
  const number =
    gesture.number ??
    known.find(card, merchantId)?.number ??
    (card.length < SCAN_CODE_LENGTH ? card : null);
  return (
    <li className={styles.item}>
      <Icon name={tone === 'refused' ? 'warning' : 'clock'} />
      <div className={styles.words}>
        <p className={styles.title}>
          {what} · {number ? t.queue.card(formatNumber(number)) : t.queue.scannedCard}
        </p>
        <p className={styles.detail}>
          {t.queue.at(format.dateTime(gesture.occurredAt))}
          {attempts > 1 && ` · ${t.queue.attempts(attempts)}`}
        </p>
        {children}
      </div>
    </li>
  );
}
