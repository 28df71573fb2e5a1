import { type FormEvent, useState } from 'react';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { money, shortMoney } from '../../i18n/money';
import type { Units } from '../../i18n/units';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { useCurrency } from '../counter';
import styles from './Catalogue.module.css';
import { saleTexts } from './saleTexts';
import { discountOf, leastForDiscount, type ShownCard } from './standing';

interface DiscountProps {
  card: ShownCard;
  units: Units;
  busy: boolean;
  onUnits: (units: number) => void;
}

/** Part of the units as money off: how many is the customer's choice. */
export function Discount({ card, units, busy, onUnits }: DiscountProps) {
  const t = useTexts(saleTexts);
  const { language } = useLanguage();
  const currency = useCurrency();
  const { rules } = card.program;
  const worth = rules.redeem_value;
  const least = leastForDiscount(rules);
  const [typed, setTyped] = useState(String(Math.min(worth?.units ?? 1, card.available)));
  if (!worth) return null;
  const chosen = Math.trunc(Number(typed)) || 0;
  const value = money(language, discountOf(rules, chosen), currency);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) onUnits(chosen);
  };
  return (
    <form className={styles.discount} onSubmit={submit}>
      <h3 className={styles.title}>{t.discount}</h3>
      <p className={styles.detail}>
        {t.discountHint(units(worth.units), shortMoney(language, worth.value, currency))}
      </p>
      {card.available < least ? (
        <p>{t.discountFrom(units(least))}</p>
      ) : (
        <>
          <div className={styles.line}>
            <TextField
              label={t.discountUnits}
              type="number"
              inputMode="numeric"
              required
              min={least}
              max={card.available}
              step={1}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
            <Button variant="quiet" onClick={() => setTyped(String(card.available))}>
              {t.discountMost}
            </Button>
          </div>
          <Button type="submit" variant="secondary" icon="gift" busy={busy}>
            {t.discountGive(value)}
          </Button>
        </>
      )}
    </form>
  );
}
