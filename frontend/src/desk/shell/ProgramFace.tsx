import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { french } from '../../i18n/typography';
import { type Counted, unitName, unitsIn } from '../../i18n/units';
import { type CardDesign, LoyaltyCard } from '../../ui/LoyaltyCard';
import { pointsFace } from '../../ui/pointsFace';
import { useMembership } from '../session/me';

const texts = {
  fr: french({
    next: (missing: string, reward: string) => `Encore ${missing} avant : ${reward}`,
    all: 'Toutes les récompenses sont à portée',
  }),
  en: {
    next: (missing: string, reward: string) => `${missing} to go for: ${reward}`,
    all: 'All rewards are in reach',
  },
};

interface ProgramFaceProps {
  program: Counted & {
    name: string;
    design: CardDesign;
    slots: number;
    rewards: readonly { name: string; cost: number }[];
  };
  balance: number;
  /** What stamps say to those who do not see them. */
  progress?: string;
  tier?: string | null | undefined;
  holder?: string | null;
  number?: string;
}

/** A program's card as its holder has it: stamps, or points and the way to the next reward. */
export function ProgramFace({ program, balance, progress, tier, ...rest }: ProgramFaceProps) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { merchant_name, merchant_slug, merchant_logo } = useMembership();
  const units = unitsIn(language, program);
  return (
    <LoyaltyCard
      {...rest}
      merchantName={merchant_name}
      slug={merchant_slug}
      logo={merchant_logo}
      programName={program.name}
      design={program.design}
      slots={program.slots}
      balance={balance}
      rewards={program.rewards}
      progress={progress ?? units(balance)}
      points={
        program.kind === 'points'
          ? pointsFace(balance, program.rewards, {
              sum: formats(language).number(balance),
              unit: unitName(language, program, balance),
              next: (missing, reward) => t.next(units(missing), reward),
              all: t.all,
            })
          : undefined
      }
      tier={tier}
    />
  );
}
