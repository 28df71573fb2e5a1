import { useState } from 'react';
import type { Card, Customer } from '../../api/types';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { unitName, useUnits } from '../../i18n/units';
import { Badge } from '../../ui/Badge';
import { Button, ButtonLink } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { LoyaltyCard } from '../../ui/LoyaltyCard';
import { pointsFace } from '../../ui/pointsFace';
import { useMembership } from '../session/me';
import { Frozen } from '../shell/Frozen';
import { useFormats } from '../shell/useFormats';
import { Activation } from './Activation';
import { Adjust } from './Adjust';
import styles from './Cards.module.css';
import { CloseCard, NewLink, ReplaceCard } from './cardDialogs';
import { texts } from './texts';

type Action = 'adjust' | 'link' | 'replace' | 'close';

interface CardPanelProps {
  card: Card;
  customer: Customer;
  onPageUrl: (url: string) => void;
}

/** One card as its holder sees it, and what can be done with it from here. */
export function CardPanel({ card, customer, onPageUrl }: CardPanelProps) {
  const t = useTexts(texts).cards;
  const { merchant_name, merchant_slug, merchant_logo, scopes } = useMembership();
  const [action, setAction] = useState<Action | null>(null);
  const { language } = useLanguage();
  const { number } = useFormats();
  const units = useUnits(card.program);
  const done = () => setAction(null);
  const active = card.status === 'active';
  const reward = bestReward(card);
  const points =
    card.program.kind === 'points'
      ? pointsFace(card.balance, card.program.rewards, {
          sum: number(card.balance),
          unit: unitName(language, card.program, card.balance),
          next: (missing, name) => t.missing(units(missing), name),
          all: t.allInReach,
        })
      : undefined;
  const dialog = { card, customerId: customer.id, onClose: done };
  return (
    <div className={styles.panel}>
      <div className={active ? undefined : styles.closed}>
        <LoyaltyCard
          merchantName={merchant_name}
          slug={merchant_slug}
          logo={merchant_logo}
          programName={card.program.name}
          design={card.program.design}
          slots={card.program.slots}
          balance={card.balance}
          rewards={card.program.rewards}
          progress={
            points ? units(card.balance) : t.balance(card.balance, units(card.program.slots))
          }
          points={points}
          tier={card.tier?.name}
          holder={customer.first_name}
          number={shownNumber(card.number)}
        />
      </div>
      <div className={styles.side}>
        <div className={styles.facts}>
          <p>
            {t.number(shownNumber(card.number))} <Frozen when={active && card.frozen} />
            {!active && <Badge>{card.status === 'merged' ? t.merged : t.closed}</Badge>}
          </p>
          {reward && active && (
            <p className={styles.ready}>
              <Icon name="gift" size={18} />
              {t.ready(reward.name)}
            </p>
          )}
          {active && <Standing card={card} />}
        </div>
        {active && scopes.includes('cards:write') && (
          <ButtonLink href={`/counter/card/${card.id}`} icon="stamp">
            {card.program.kind === 'points' ? t.counterPoints : t.counter}
          </ButtonLink>
        )}
        {active && card.frozen && <Activation card={card} customerId={customer.id} />}
        {active && <Actions onChoose={setAction} />}
      </div>
      {action === 'adjust' && <Adjust {...dialog} />}
      {action === 'link' && <NewLink {...dialog} onPageUrl={onPageUrl} />}
      {action === 'replace' && <ReplaceCard {...dialog} onPageUrl={onPageUrl} />}
      {action === 'close' && <CloseCard {...dialog} />}
    </div>
  );
}

/** What the balance alone does not say: what waits, what runs out, how far the next tier is. */
function Standing({ card }: { card: Card }) {
  const t = useTexts(texts).cards;
  const { date } = useFormats();
  const units = useUnits(card.program);
  const { pending, next_expiry: expiry, tier } = card;
  const next = tier?.progress.next_threshold;
  return (
    <>
      {tier?.name && (
        <p>
          {t.tier(tier.name)}
          {tier.progress.until && ` ${t.tierUntil(date(tier.progress.until))}`}
        </p>
      )}
      {tier && next != null && <p>{t.tierNext(units(next - tier.progress.units))}</p>}
      {pending.map(({ units: count, available_at: at }) => (
        <p key={at}>{t.pending(units(count), date(at))}</p>
      ))}
      {expiry && <p>{t.expires(units(expiry.units), date(expiry.expires_at))}</p>}
    </>
  );
}

function Actions({ onChoose }: { onChoose: (action: Action) => void }) {
  const t = useTexts(texts);
  const { scopes } = useMembership();
  if (!scopes.includes('cards:write')) return <p className={styles.facts}>{t.readOnlyCards}</p>;
  const mayAdjust = scopes.includes('cards:adjust');
  return (
    <div className={styles.actions}>
      <Button size="small" variant="quiet" icon="share" onClick={() => onChoose('link')}>
        {t.cards.link}
      </Button>
      {mayAdjust ? (
        <>
          <Button size="small" variant="quiet" icon="edit" onClick={() => onChoose('adjust')}>
            {t.cards.adjust}
          </Button>
          <Button size="small" variant="quiet" icon="refresh" onClick={() => onChoose('replace')}>
            {t.cards.replace}
          </Button>
          <Button size="small" variant="quiet" icon="lock" onClick={() => onChoose('close')}>
            {t.cards.close}
          </Button>
        </>
      ) : (
        <p className={styles.facts}>{t.needsManager}</p>
      )}
    </div>
  );
}

/** The dearest reward the balance pays for. */
export function bestReward(card: Card): Card['program']['rewards'][number] | null {
  const paid = card.program.rewards.filter((reward) => reward.cost <= card.balance);
  return paid.sort((a, b) => b.cost - a.cost)[0] ?? null;
}

/** ABCD-EFGH, however the API groups it. */
export function shownNumber(number: string): string {
  return /^[0-9A-Z]{8}$/.test(number) ? `${number.slice(0, 4)}-${number.slice(4)}` : number;
}
