import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { unitName, unitsIn } from '../../i18n/units';
import { formatNumber } from '../../scan/content';
import { LoyaltyCard } from '../../ui/LoyaltyCard';
import { pointsFace } from '../../ui/pointsFace';
import { useIdentity } from '../counter';
import type { ShownCard } from './standing';
import { texts } from './texts';

interface FaceProps {
  card: ShownCard;
  /** With what is still on its way. */
  balance: number;
  fresh: number;
}

export function Face({ card, balance, fresh }: FaceProps) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { membership } = useIdentity();
  const { program, customer } = card;
  const units = unitsIn(language, program);
  return (
    <LoyaltyCard
      merchantName={membership.merchant_name}
      slug={membership.merchant_slug}
      logo={membership.merchant_logo}
      programName={program.name}
      design={program.design}
      slots={program.slots}
      balance={balance}
      rewards={program.rewards}
      progress={t.progress(units(balance), program.slots)}
      points={
        program.kind === 'points'
          ? pointsFace(balance, program.rewards, {
              sum: formats(language).number(balance),
              unit: unitName(language, program, balance),
              next: (missing, reward) => t.missing(units(missing), reward),
              all: t.allInReach,
            })
          : undefined
      }
      tier={card.tier?.name}
      holder={customer?.first_name}
      number={formatNumber(card.number)}
      fresh={fresh}
    />
  );
}
