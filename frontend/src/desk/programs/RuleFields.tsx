import { type Counted, unitName } from '../../i18n/units';
import { type ProgramFields, type ProgramForm, unitNameOf } from './form';
import { BonusFields } from './rules/BonusFields';
import { EarningFields } from './rules/EarningFields';
import type { PartProps } from './rules/fields';
import type { Purse, RulesForm } from './rules/form';
import { LimitFields } from './rules/LimitFields';
import { RedeemFields } from './rules/RedeemFields';
import { SponsorFields } from './rules/SponsorFields';
import { sayer } from './rules/say';
import { TierFields } from './rules/TierFields';
import { ValidityFields } from './rules/ValidityFields';
import { WhereFields } from './rules/WhereFields';

interface RuleFieldsProps {
  form: ProgramForm;
  onChange: (form: ProgramForm) => void;
  /** What the form says when read. */
  wanted: ProgramFields;
  purse: Purse;
  problem: (field: string) => string | undefined;
}

/** The rules, part by part; each says in a sentence what is set in it. */
export function RuleFields({ form, onChange, wanted, purse, problem }: RuleFieldsProps) {
  const counted = countedIn(form);
  const part: PartProps = {
    form: form.rules,
    onChange: (part: Partial<RulesForm>) =>
      onChange({ ...form, rules: { ...form.rules, ...part } }),
    rules: wanted,
    say: sayer(purse.language, counted, purse.currency),
    purse,
    counted,
    problem,
  };
  return (
    <>
      <EarningFields {...part} />
      <BonusFields {...part} />
      <LimitFields {...part} />
      <ValidityFields {...part} />
      <TierFields {...part} />
      <SponsorFields {...part} />
      <RedeemFields {...part} />
      <WhereFields
        chosen={form.rules.locations}
        onChange={(locations) => part.onChange({ locations })}
      />
    </>
  );
}

/** What the program being written counts in. */
export function countedIn(form: ProgramForm): Counted {
  return { kind: form.kind, unit_name: unitNameOf(form) };
}

export const manyOf = (form: ProgramForm, { language }: Purse) =>
  unitName(language, countedIn(form), 2);
