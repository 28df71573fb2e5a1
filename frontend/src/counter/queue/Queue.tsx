import { type ReactNode, useState } from 'react';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { money } from '../../i18n/money';
import { unitsIn } from '../../i18n/units';
import { formatNumber } from '../../scan/content';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Icon } from '../../ui/Icon';
import { RefusalText } from '../card/Notices';
import { useCounter, useCurrency } from '../counter';
import { back, go } from '../navigation';
import { useLink } from '../network/link';
import type { Earn, Gesture } from '../outbox/gesture';
import { useJournal } from '../outbox/journal';
import { Heading } from '../shell/Heading';
import { texts as counterTexts } from '../texts';
import styles from './Queue.module.css';
import { texts } from './texts';

/** What is kept on this device, and what the service refused: nothing disappears unread. */
export function Queue() {
  const t = useTexts(texts);
  const c = useTexts(counterTexts);
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
      <Heading back={{ label: c.back, go: back }}>{t.title}</Heading>
      {refused.length > 0 && (
        <section className={styles.part} aria-labelledby="refused">
          <h2 id="refused" className={styles.heading}>
            {t.refusedTitle(refused.length)}
          </h2>
          <p className={styles.lead}>{t.refusedLead}</p>
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
                    {t.open}
                  </Button>
                  <Button
                    variant="secondary"
                    icon="check"
                    onClick={() => outbox.dismiss(gesture.key)}
                  >
                    {t.dismiss}
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
            {t.waitingTitle(waiting.length)}
          </h2>
          <Banner
            tone={queue === 'signed-out' ? 'warn' : 'info'}
            icon={offline ? 'offline' : 'clock'}
            role="status"
            action={
              <Button variant="secondary" icon="refresh" busy={busy} onClick={sendNow}>
                {t.now}
              </Button>
            }
          >
            {queue === 'signed-out' ? t.expired : offline ? t.offline : t.sending}
          </Banner>
          <ul className={styles.list}>
            {waiting.map((gesture) => (
              <Item key={gesture.key} gesture={gesture} tone="waiting">
                {gesture.act.kind !== 'reverse' && (
                  <div className={styles.actions}>
                    <Button variant="quiet" icon="undo" onClick={() => outbox.undo(gesture.key)}>
                      {t.withdraw}
                    </Button>
                  </div>
                )}
              </Item>
            ))}
          </ul>
        </section>
      )}
      {waiting.length + refused.length === 0 && (
        <EmptyState icon="check" title={t.emptyTitle}>
          {t.empty}
        </EmptyState>
      )}
      {others > 0 && (
        <Banner tone="info" icon="users">
          {t.others(others)}
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
  const currency = useCurrency();
  const format = formats(language);
  const { act, card, attempts } = gesture;
  const merchantId = gesture.owner.split(':')[1] ?? '';
  const program = known.find(card, merchantId)?.program ?? { kind: 'stamps' as const };
  const what = act.kind === 'earn' ? earned(act) : t[act.kind];
  const number =
    gesture.number ??
    known.find(card, merchantId)?.number ??
    (card.length < SCAN_CODE_LENGTH ? card : null);
  function earned(sale: Earn): string {
    if (sale.units !== null) return unitsIn(language, program)(sale.units);
    return sale.amount === null ? t.sale : t.saleOf(money(language, sale.amount, currency));
  }
  return (
    <li className={styles.item}>
      <Icon name={tone === 'refused' ? 'warning' : 'clock'} />
      <div className={styles.words}>
        <p className={styles.title}>
          {what} · {number ? t.card(formatNumber(number)) : t.scannedCard}
        </p>
        <p className={styles.detail}>
          {t.at(format.dateTime(gesture.occurredAt))}
          {attempts > 1 && ` · ${t.attempts(attempts)}`}
        </p>
        {children}
      </div>
    </li>
  );
}
