import { useId, useLayoutEffect, useRef } from 'react';
import type { Preview, RulesOfCard } from '../../api/types';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { shortMoney } from '../../i18n/money';
import type { Units } from '../../i18n/units';
import { Icon } from '../../ui/Icon';
import { useCurrency } from '../counter';
import styles from './AmountEntry.module.css';
import { RefusalText } from './Notices';
import { saleTexts } from './saleTexts';
import type { SaleInProgress } from './useSale';

interface AmountEntryProps {
  sale: SaleInProgress;
  rules: RulesOfCard;
  units: Units;
  offline: boolean;
  onSubmit: () => void;
}

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', ',', '0'];

/** The amount of a sale: keys for thumbs, any keyboard works too; below it what it will earn. */
export function AmountEntry({ sale, rules, units, offline, onSubmit }: AmountEntryProps) {
  const t = useTexts(saleTexts);
  const { language } = useLanguage();
  const currency = useCurrency();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  // With a keyboard at hand one types at once; a phone's own would cover half the screen.
  useLayoutEffect(() => {
    if (matchMedia('(hover: hover) and (pointer: fine)').matches) {
      field.current?.focus({ preventScroll: true });
    }
  }, []);
  const comma = language === 'fr' ? ',' : '.';
  const press = (key: string) => {
    const next = sale.typed + (key === ',' ? comma : key);
    sale.type(next === comma ? `0${comma}` : next);
  };
  return (
    <form
      className={styles.entry}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <label htmlFor={id} className={styles.label}>
        {t.amount}
        <span className={styles.hint}>
          {rules.minimum_amount
            ? t.minimum(shortMoney(language, rules.minimum_amount, currency))
            : t.amountHint}
        </span>
      </label>
      <div className={styles.display}>
        <input
          ref={field}
          id={id}
          className={styles.input}
          inputMode="none"
          autoComplete="off"
          placeholder={`0${comma}00`}
          value={sale.typed}
          onChange={(event) => sale.type(event.target.value)}
        />
        <span aria-hidden="true">{symbolOf(language, currency)}</span>
      </div>
      <div className={styles.gist} role="status">
        {!sale.act && <p className={styles.hint}>{t.type}</p>}
        {sale.act && offline && <p>{t.offline}</p>}
        {sale.preview && <Gist preview={sale.preview} units={units} />}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid everywhere */}
      <div className={styles.keys} role="group" aria-label={t.keypad}>
        {KEYS.map((key) => (
          <button
            key={key}
            type="button"
            aria-label={key === ',' ? t.comma : key}
            onClick={() => press(key)}
          >
            {key === ',' ? comma : key}
          </button>
        ))}
        <button
          type="button"
          aria-label={t.backspace}
          onClick={() => sale.type(sale.typed.slice(0, -1))}
        >
          <Icon name="arrowLeft" size={24} />
        </button>
      </div>
      {sale.preview && <Details preview={sale.preview} units={units} />}
    </form>
  );
}

interface OutcomeProps {
  preview: Preview;
  units: Units;
}

/** What it comes to, above the keys: they stay where the thumb knows them. */
function Gist({ preview, units }: OutcomeProps) {
  const t = useTexts(saleTexts);
  const format = formats(useLanguage().language);
  const refusal = preview.refusals[0];
  if (refusal) {
    const { code, ...extras } = refusal;
    return (
      <p className={styles.refused}>
        <Icon name="warning" size={20} />
        <span>
          <RefusalText refusal={{ status: 409, code, extras: plain(extras) }} />
        </span>
      </p>
    );
  }
  const more = preview.breakdown
    .filter(({ rule, units: count }) => MORE.includes(rule) && count > 0)
    .map((line) => `${line.name ?? t.gains[line.rule]} ${format.signed(line.units)}`);
  return (
    <p className={styles.earned}>
      {t.earns(units(preview.units))}
      {more.length > 0 && <span className={styles.more}>{t.including(more.join(', '))}</span>}
    </p>
  );
}

function Details({ preview, units }: OutcomeProps) {
  const t = useTexts(saleTexts);
  const format = formats(useLanguage().language);
  const lines = preview.breakdown.filter((line) => line.units !== 0);
  if (preview.refusals.length > 0) return null;
  return (
    <div>
      <ul className={styles.lines}>
        {lines.length > 1 &&
          lines.map((line) => (
            <li key={`${line.rule}/${line.id}`} data-bonus={MORE.includes(line.rule) || undefined}>
              <span>{line.name ?? t.gains[line.rule]}</span>
              <span>{format.signed(line.units)}</span>
            </li>
          ))}
        <li>{t.after(units(preview.balance_after))}</li>
        {preview.pending_until && <li>{t.pendingUntil(format.date(preview.pending_until))}</li>}
      </ul>
    </div>
  );
}

const MORE: readonly string[] = ['bonus', 'tier', 'sponsorship'];

function plain(extras: Record<string, unknown>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(extras).filter(
      (each): each is [string, string | number] =>
        typeof each[1] === 'string' || typeof each[1] === 'number',
    ),
  );
}

function symbolOf(language: string, currency: string): string {
  const parts = new Intl.NumberFormat(language, { style: 'currency', currency }).formatToParts(0);
  return parts.find(({ type }) => type === 'currency')?.value ?? currency;
}
