import { useState } from 'react';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { formatNumber } from '../../scan/content';
import { Banner } from '../../ui/Banner';
import { Button, IconButton } from '../../ui/Button';
import { LoyaltyCard } from '../../ui/LoyaltyCard';
import { useCounter, useIdentity, useMay } from '../counter';
import { back, replace } from '../navigation';
import { useLink } from '../network/link';
import { pendingUnits } from '../outbox/gesture';
import { useJournal } from '../outbox/journal';
import { Dock } from '../shell/dock';
import { Heading } from '../shell/Heading';
import { useNow } from '../shell/useNow';
import { CardActions } from './CardActions';
import styles from './CardView.module.css';
import { Made } from './Made';
import { RefusalNotice, StandingNotice } from './Notices';
import { Rewards } from './Rewards';
import { StampActions } from './StampActions';
import { mayRedeem, rewardsOf, type ShownCard, standingOf } from './standing';
import { texts } from './texts';
import { useOperation } from './useOperation';
import { useReturn } from './useReturn';

interface CardViewProps {
  card: ShownCard;
  asOf: Date | null;
  from: 'home' | 'scan';
}

export function CardView({ card, asOf, from }: CardViewProps) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const format = formats(language);
  const { journal, link } = useCounter();
  const { membership } = useIdentity();
  const mayStamp = useMay('cards:write');
  const { gestures } = useJournal(journal);
  const offline = useLink(link) === 'down' || asOf !== null;
  const { operation, make, clear } = useOperation(card.id, card.number);
  const now = new Date(useNow(card.next_earn_at ? 1_000 : 30_000));
  const [actions, setActions] = useState(false);

  const { program, customer } = card;
  const standing = standingOf(card, now);
  const pending = pendingUnits(gestures, [card.id, card.code, card.number]);
  const balance = card.balance + pending;
  const rewards = rewardsOf(card);
  const redeemable = mayStamp && mayRedeem(card, now);
  const ready = redeemable && !offline ? rewards.filter(({ missing }) => missing === 0) : [];
  const made = operation.kind === 'made' ? operation : null;
  const sending = operation.kind === 'sending' ? operation.act.kind : null;
  const fresh = made?.act.kind === 'earn' ? made.act.units : 0;
  const unsure = made?.act.kind === 'redeem' && made.gesture.state === 'waiting';

  const leave = () =>
    replace(
      from === 'scan' ? { screen: 'scan', again: true } : { screen: 'home', served: Date.now() },
    );
  const returning = useReturn(
    made !== null && !unsure && (made.act.kind === 'redeem' || ready.length === 0),
    leave,
  );
  const best = ready[0]?.reward;
  const name = customer && [customer.first_name, customer.last_name].filter(Boolean).join(' ');
  const title = name || (asOf && customer === undefined ? t.offlineCard : t.anonymous);
  const detail = [
    t.number(formatNumber(card.number)),
    customer?.phone_last4 && `•• ${customer.phone_last4}`,
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
      <div className={styles.face}>
        <LoyaltyCard
          merchantName={membership.merchant_name}
          programName={program.name}
          design={program.design}
          slots={program.slots}
          balance={balance}
          rewards={program.rewards}
          progress={t.progress(balance, program.slots)}
          holder={customer?.first_name}
          number={formatNumber(card.number)}
          fresh={fresh}
        />
        {pending > 0 && <p className={styles.pending}>{t.pending(pending)}</p>}
      </div>
      {made && !unsure && <Made operation={made} card={card} />}
      {operation.kind === 'refused' && <RefusalNotice refusal={operation.refusal} />}
      {!made && operation.kind !== 'refused' && <StandingNotice standing={standing} />}
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
      {offline && redeemable && rewards.some(({ missing }) => missing === 0) && (
        <Banner tone="info" icon="gift" title={t.offlineRedeem.title}>
          {t.offlineRedeem.text}
        </Banner>
      )}
      {!made && (
        <Rewards
          rewards={rewards}
          redeemable={redeemable && !offline}
          busy={sending === 'redeem'}
          onRedeem={(reward) => make({ kind: 'redeem', rewardId: reward.id }, card.balance)}
        />
      )}
      <dl className={styles.facts}>
        <div>
          <dt className="visually-hidden">{t.lastVisit('')}</dt>
          <dd>
            {card.last_earned_at
              ? t.lastVisit(format.ago(card.last_earned_at, now))
              : t.neverVisited}
          </dd>
        </div>
        {customer?.notes && (
          <div className={styles.notes}>
            <dt>{t.notes}</dt>
            <dd>{customer.notes}</dd>
          </div>
        )}
      </dl>
      <Dock>
        <div className={styles.dock}>
          {best && !made && (
            <Button
              size="large"
              icon="gift"
              wide
              className={styles.redeem}
              busy={sending === 'redeem'}
              onClick={() => make({ kind: 'redeem', rewardId: best.id }, card.balance)}
            >
              {t.redeem(best.name)}
            </Button>
          )}
          {made ? (
            <div className={styles.after}>
              {best && made.act.kind === 'earn' && made.gesture.state === 'done' && (
                <Button
                  size="large"
                  icon="gift"
                  className={styles.redeem}
                  onClick={() => make({ kind: 'redeem', rewardId: best.id }, card.balance)}
                >
                  {t.redeem(best.name)}
                </Button>
              )}
              <Button
                size="large"
                icon={from === 'scan' ? 'scan' : 'check'}
                variant={best && made.act.kind === 'earn' ? 'secondary' : 'primary'}
                className={returning ? styles.returning : undefined}
                onClick={leave}
              >
                {from === 'scan' ? t.scanNext : t.done}
              </Button>
            </div>
          ) : (
            mayStamp &&
            (standing.kind === 'open' || standing.kind === 'cooldown') && (
              <StampActions
                usual={program.rules.units_per_visit}
                most={standing.kind === 'open' ? standing.most : 1}
                busy={sending === 'earn'}
                secondary={best !== undefined}
                disabled={standing.kind !== 'open'}
                onStamp={(units) => make({ kind: 'earn', units }, card.balance)}
              />
            )
          )}
        </div>
      </Dock>
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
