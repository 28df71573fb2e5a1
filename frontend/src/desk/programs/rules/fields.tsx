import type { ReactNode } from 'react';
import type { Rules } from '../../../api/types';
import { useLanguage } from '../../../i18n/LanguageProvider';
import { decimals } from '../../../i18n/money';
import type { Counted } from '../../../i18n/units';
import { TextField } from '../../../ui/Field';
import type { Purse, RulesForm } from './form';
import type { Say } from './say';

/** What every part of the rule editor is given. */
export interface PartProps {
  form: RulesForm;
  onChange: (part: Partial<RulesForm>) => void;
  rules: Rules;
  say: Say;
  purse: Purse;
  counted: Counted;
  /** What the API found wrong, by the name of its field. */
  problem: (field: string) => string | undefined;
}

interface NumberFieldProps {
  label: ReactNode;
  hint?: ReactNode;
  value: string;
  onChange: (value: string) => void;
  least?: number;
  most: number;
  /** An empty field means none. */
  optional?: boolean;
  error?: string | undefined;
}

export function NumberField(props: NumberFieldProps) {
  const { label, hint, value, onChange, least = 1, most, optional, error } = props;
  return (
    <TextField
      label={label}
      hint={hint}
      type="number"
      inputMode="numeric"
      min={least}
      max={most}
      step={1}
      required={!optional}
      value={value}
      error={error}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

interface AmountFieldProps {
  label: string;
  hint?: ReactNode;
  value: string;
  onChange: (value: string) => void;
  currency: string;
  optional?: boolean;
  error?: string | undefined;
}

/** An amount of money as one writes it, « 12,50 ». */
export function AmountField(props: AmountFieldProps) {
  const { label, hint, value, onChange, currency, optional, error } = props;
  const { language } = useLanguage();
  const places = decimals(currency);
  return (
    <TextField
      label={`${label} (${symbol(language, currency)})`}
      hint={hint}
      inputMode="decimal"
      pattern={`\\d{1,8}${places ? `([.,]\\d{1,${places}})?` : ''}`}
      title={places ? '12,50' : '1250'}
      autoComplete="off"
      required={!optional}
      value={value}
      error={error}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function symbol(language: string, currency: string): string {
  const parts = new Intl.NumberFormat(language, { style: 'currency', currency }).formatToParts(0);
  return parts.find(({ type }) => type === 'currency')?.value ?? currency;
}

interface DateFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  min?: string;
  error?: string | undefined;
}

export function DateField({ label, value, onChange, min, error }: DateFieldProps) {
  return (
    <TextField
      label={label}
      type="date"
      min={min || undefined}
      value={value}
      error={error}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** A list whose lines have a key: changed, added to, taken from. */
export function lines<Line extends { key: string }>(
  all: Line[],
  set: (next: Line[]) => void,
): {
  change: (key: string, part: Partial<Line>) => void;
  add: (line: Line) => void;
  remove: (key: string) => void;
} {
  return {
    change: (key, part) => set(all.map((each) => (each.key === key ? { ...each, ...part } : each))),
    add: (line) => set([...all, line]),
    remove: (key) => set(all.filter((each) => each.key !== key)),
  };
}
