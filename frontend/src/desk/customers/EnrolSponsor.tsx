import { useQuery } from '@tanstack/react-query';
import { getCard } from '../../api/cards';
import type { Program } from '../../api/types';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { unitsIn } from '../../i18n/units';
import { typedCard } from '../../scan/content';
import { isUnknownCard, sponsorObstacle } from '../../scan/sponsor';
import { TextField } from '../../ui/Field';
import { texts } from './texts';

interface EnrolSponsorProps {
  program: Program;
  customerId: string;
  value: string;
  onChange: (text: string) => void;
  /** The service has refused this card. */
  refused: boolean;
}

/** Who sent the customer, by their card's number: typed, or read by a USB scanner. */
export function EnrolSponsor(props: EnrolSponsorProps) {
  const { program, customerId, value, onChange, refused } = props;
  const t = useTexts(texts).enrolling;
  const { language } = useLanguage();
  const reference = typedCard(value);
  const { data: card, error } = useQuery({
    queryKey: ['card', 'sponsor', reference],
    queryFn: () => getCard(reference ?? ''),
    enabled: reference !== null,
    retry: false,
  });
  const units = unitsIn(language, program);
  const { sponsor_units: theirs = 0, friend_units: own = 0 } = program.rules.sponsorship ?? {};
  const wrong =
    refused || isUnknownCard(error)
      ? 'unknown'
      : card
        ? sponsorObstacle(card, program, customerId)
        : null;
  const found = reference !== null && card && !wrong;
  return (
    <TextField
      label={t.sponsor}
      optional={t.optional}
      hint={
        found
          ? t.by(card.customer?.first_name ?? t.anonymous)
          : t.sponsorHint(units(theirs), units(own))
      }
      name="sponsor"
      autoComplete="off"
      autoCapitalize="characters"
      spellCheck={false}
      placeholder="ABCD-EFGH"
      value={value}
      error={wrong ? t.wrong[wrong] : undefined}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
