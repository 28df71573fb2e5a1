import type { HolderCard } from '../../api/types';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { cardNumber } from '../../ui/cardNumber';
import { LoyaltyCard } from '../../ui/LoyaltyCard';
import { StatusLine } from '../../ui/StatusLine';
import { texts as shared } from '../texts';
import { CardBanner } from './CardBanner';
import { Code } from './Code';
import styles from './HolderCardPage.module.css';
import { stateOf, today } from './progress';
import { Rewards } from './Rewards';
import { texts } from './texts';
import type { HolderCardView } from './useHolderCard';
import { useLater } from './useLater';

type View = HolderCardView & { card: HolderCard };

export function HolderCardPage({ view }: { view: View }) {
  const { language } = useLanguage();
  const t = useTexts(texts);
  const s = useTexts(shared);
  const format = formats(language);
  const later = useLater();
  const { card, at, problem, gained } = view;
  const { program } = card;
  const state = stateOf(card, today(card.merchant.time_zone));
  const usable = state === 'usable' || state === 'ending';
  return (
    <>
      <h1 className="visually-hidden">{s.title(card.merchant.name)}</h1>
      <CardBanner
        state={state}
        redeemUntil={program.redeem_until}
        staleSince={problem ? at : null}
      />
      <div className={styles.columns}>
        <div className={styles.column}>
          <div className={usable ? undefined : styles.retired}>
            <LoyaltyCard
              merchantName={card.merchant.name}
              programName={program.name}
              design={program.design}
              slots={program.slots}
              balance={card.balance}
              rewards={program.rewards}
              progress={s.progress(card.balance, program.slots)}
              holder={card.first_name}
              number={cardNumber(card.number)}
              fresh={gained}
            />
          </div>
          <StatusLine>{gained > 0 && t.gained(gained, card.balance, program.slots)}</StatusLine>
          {usable && <Code card={card} later={later} />}
        </div>
        <div className={styles.column}>
          <Rewards balance={card.balance} rewards={program.rewards} usable={usable} />
          {later && <later.Activity entries={card.entries} />}
          {usable && later && <later.InstallHint />}
          {at && !problem && <p className={styles.freshness}>{t.upToDate(format.time(at))}</p>}
        </div>
      </div>
    </>
  );
}
