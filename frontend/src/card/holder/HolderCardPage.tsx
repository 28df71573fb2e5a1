import type { HolderCard } from '../../api/types';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { unitName, unitsIn } from '../../i18n/units';
import { cardNumber } from '../../ui/cardNumber';
import { LoyaltyCard } from '../../ui/LoyaltyCard';
import { pointsFace } from '../../ui/pointsFace';
import { StatusLine } from '../../ui/StatusLine';
import { texts as shared } from '../texts';
import { CardBanner } from './CardBanner';
import { Code } from './Code';
import styles from './HolderCardPage.module.css';
import { stateOf, today } from './progress';
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
  const units = unitsIn(language, program);
  const usable = state === 'usable' || state === 'ending';
  return (
    <>
      <h1 className="visually-hidden">{s.title(card.merchant.name)}</h1>
      <CardBanner
        state={state}
        redeemUntil={program.redeem_until}
        staleSince={problem ? at : null}
        shopEnded={Boolean(card.merchant.ended_at)}
      />
      <div className={styles.columns}>
        <div className={styles.column}>
          <div className={usable ? undefined : styles.retired}>
            <LoyaltyCard
              merchantName={card.merchant.name}
              slug={card.merchant.slug}
              logo={card.merchant.logo}
              programName={program.name}
              design={program.design}
              slots={program.slots}
              balance={card.balance}
              rewards={program.rewards}
              progress={s.progress(units(card.balance), program.slots)}
              points={
                program.kind === 'points'
                  ? pointsFace(card.balance, program.rewards, {
                      sum: format.number(card.balance),
                      unit: unitName(language, program, card.balance),
                      next: (missing, reward) => t.next(units(missing), reward),
                      all: t.allInReach,
                    })
                  : undefined
              }
              tier={card.tier?.name}
              holder={card.first_name}
              number={cardNumber(card.number)}
              fresh={gained}
            />
          </div>
          <StatusLine>{gained > 0 && t.gained(units(gained), units(card.balance))}</StatusLine>
          {usable && <Code card={card} later={later} />}
        </div>
        <div className={styles.column}>
          {later && (
            <>
              {usable && <later.Account card={card} />}
              <later.Rewards card={card} usable={usable} />
              <later.Activity entries={card.entries} />
              {usable && <later.InstallHint />}
              <later.Terms card={card} refresh={view.refresh} />
              <later.MyDataLink slug={card.merchant.slug} />
            </>
          )}
          {at && !problem && <p className={styles.freshness}>{t.upToDate(format.time(at))}</p>}
        </div>
      </div>
    </>
  );
}
