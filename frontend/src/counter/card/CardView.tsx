import { Suspense, useState } from 'react';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { useUnits } from '../../i18n/units';
import { formatNumber } from '../../scan/content';
import { Banner } from '../../ui/Banner';
import { IconButton } from '../../ui/Button';
import { useCounter, useMay } from '../counter';
import { Where } from '../lazily';
import { back, replace } from '../navigation';
import { useLink } from '../network/link';
import { pendingSales, pendingUnits } from '../outbox/gesture';
import { useJournal } from '../outbox/journal';
import { useSession } from '../session/session';
import { Heading } from '../shell/Heading';
import { useNow } from '../shell/useNow';
import { AmountEntry } from './AmountEntry';
import { CardActions } from './CardActions';
import { CardDock } from './CardDock';
import styles from './CardView.module.css';
import { Catalogue } from './Catalogue';
import { Face } from './Face';
import { Facts } from './Facts';
import { Items } from './Items';
import { Lately } from './Lately';
import { Made } from './Made';
import { RefusalNotice, StandingNotice } from './Notices';
import { Rewards } from './Rewards';
import { earnsBySale, isReady, mayRedeem, rewardsOf, type ShownCard, standingOf } from './standing';
import { texts } from './texts';
import { useOperation } from './useOperation';
import { useReturn } from './useReturn';
import { useSale } from './useSale';

interface CardViewProps {
  card: ShownCard;
  asOf: Date | null;
  from: 'home' | 'scan';
  /** What was scanned or typed means another card by now. */
  followed: boolean;
}

export function CardView({ card, asOf, from, followed }: CardViewProps) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const format = formats(language);
  const { journal, link, session } = useCounter();
  const state = useSession(session);
  const paired = state.kind === 'ready' && !!state.me?.counter;
  const mayStamp = useMay('cards:write');
  const { gestures } = useJournal(journal);
  const offline = useLink(link) === 'down' || asOf !== null;
  const { operation, make, clear } = useOperation(card.id, card.number);
  const now = new Date(useNow(card.next_earn_at ? 1_000 : 30_000));
  const [actions, setActions] = useState(false);
  const sale = useSale(card, offline);

  const { program, customer } = card;
  const units = useUnits(program);
  const standing = standingOf(card, now);
  const references = [card.id, card.code, card.number];
  const pending = pendingUnits(gestures, references);
  const sales = pendingSales(gestures, references);
  const rewards = rewardsOf(card, now);
  const redeemable = mayStamp && mayRedeem(card, now);
  const ready = redeemable && !offline ? rewards.filter(isReady) : [];
  const made = operation.kind === 'made' ? operation : null;
  const sending = operation.kind === 'sending' ? operation.act.kind : null;
  const fresh = made?.act.kind === 'earn' ? (made.act.units ?? 0) : 0;
  const unsure = made?.act.kind === 'redeem' && made.gesture.state === 'waiting';
  const bySale = earnsBySale(program.rules);
  const mayEarn = mayStamp && (standing.kind === 'open' || standing.kind === 'cooldown');

  const selling = made === null && mayEarn && bySale && standing.kind === 'open';

  // A paired device stands where it stands.
  const elsewhere =
    !paired &&
    (operation.kind === 'refused'
      ? operation.refusal.code === 'NOT_HERE'
      : sale.preview?.refusals.some(({ code }) => code === 'NOT_HERE') === true);

  const leave = () =>
    replace(
      from === 'scan' ? { screen: 'scan', again: true } : { screen: 'home', served: Date.now() },
    );
  const returning = useReturn(
    made !== null && !unsure && (made.act.kind === 'redeem' || ready.length === 0),
    leave,
  );
  const earn = () => {
    if (!sale.act || sending) return;
    void make(sale.act, card.balance);
    sale.clear();
  };
  const redeem = (rewardId: string) => make({ kind: 'redeem', rewardId }, card.balance);
  const name = customer && [customer.first_name, customer.last_name].filter(Boolean).join(' ');
  const title = name || (asOf && customer === undefined ? t.offlineCard : t.anonymous);
  const detail = [
    t.number(formatNumber(card.number)),
    customer?.phone_last4 && `•• ${customer.phone_last4}`,
    program.kind === 'points' && units(card.balance),
  ];
  return (
    <>
      <Heading
        back={{ label: t.home, go: back }}
        detail={detail.filter(Boolean).join(' · ')}
        action={
          <IconButton
            icon="more"
            label={t.more}
            className={styles.more}
            onClick={() => setActions(true)}
          />
        }
      >
        {title}
      </Heading>
      <div className={styles.columns} data-selling={selling || undefined}>
        <div className={styles.face}>
          <Face card={card} balance={card.balance + pending} fresh={fresh} />
          {pending > 0 && <p className={styles.pending}>{t.pending(units(pending))}</p>}
          {sales > 0 && <p className={styles.pending}>{t.pendingSales(sales)}</p>}
        </div>
        <div className={styles.work}>
          {followed && (
            <Banner tone="info" icon="card" role="status" title={t.followed.title}>
              {t.followed.text(formatNumber(card.number))}
            </Banner>
          )}
          {made && !unsure && <Made operation={made} card={card} />}
          {operation.kind === 'refused' && <RefusalNotice refusal={operation.refusal} />}
          {elsewhere && (
            <Suspense fallback={null}>
              <Where onSaid={clear} />
            </Suspense>
          )}
          {!made && operation.kind !== 'refused' && (
            <StandingNotice standing={standing} units={units} />
          )}
          {unsure && (
            <Banner tone="warn" role="alert" title={t.unsure.title}>
              {t.unsure.text}
            </Banner>
          )}
          {asOf && (
            <Banner tone="info" icon="offline" role="status">
              {t.offlineKnown(format.dateTime(asOf))}
            </Banner>
          )}
          {offline && redeemable && rewards.some(isReady) && (
            <Banner tone="info" icon="gift" title={t.offlineRedeem.title}>
              {t.offlineRedeem.text}
            </Banner>
          )}
          {selling && (
            <>
              <AmountEntry
                sale={sale}
                rules={program.rules}
                units={units}
                offline={offline}
                onSubmit={earn}
              />
              <Items programId={program.id} sale={sale} units={units} />
            </>
          )}
          {!made &&
            (program.kind === 'points' ? (
              <Catalogue
                card={card}
                rewards={rewards}
                redeemable={redeemable && !offline}
                busy={sending === 'redeem'}
                onReward={redeem}
                onUnits={(count) =>
                  make({ kind: 'redeem', rewardId: null, units: count }, card.balance)
                }
              />
            ) : (
              <Rewards
                rewards={rewards}
                units={units}
                redeemable={redeemable && !offline}
                busy={sending === 'redeem'}
                onRedeem={(reward) => redeem(reward.id)}
              />
            ))}
          {program.kind === 'stamps' && <Lately card={card} offline={offline} />}
        </div>
        <div className={styles.about}>
          <Facts card={card} offline={offline} from={from} now={now} />
          {program.kind === 'points' && <Lately card={card} offline={offline} />}
        </div>
      </div>
      <CardDock
        card={card}
        from={from}
        best={program.kind === 'stamps' ? ready[0]?.reward : undefined}
        made={made}
        sending={sending}
        mayEarn={mayEarn}
        standing={standing}
        sale={bySale ? sale : null}
        units={units}
        returning={returning}
        onStamp={(count) => make({ kind: 'earn', units: count }, card.balance)}
        onSale={earn}
        onRedeem={redeem}
        onLeave={leave}
      />
      <CardActions
        open={actions}
        onClose={() => {
          setActions(false);
          clear();
        }}
        card={card}
        offline={offline}
      />
    </>
  );
}
