import { useTexts } from '../../../i18n/LanguageProvider';
import { unitName } from '../../../i18n/units';
import { Button, IconButton } from '../../../ui/Button';
import { Choice, Select, TextField } from '../../../ui/Field';
import { AmountField, lines, NumberField, type PartProps } from './fields';
import type { ItemForm } from './form';
import { Section } from './Section';
import styles from './Section.module.css';
import { texts } from './texts';

const MOST_ITEMS = 200;
const MOST_UNITS = 1_000_000;

/** What earns: the amount of a sale, the visit itself, certain items. */
export function EarningFields({ form, onChange, rules, say, purse, counted, problem }: PartProps) {
  const t = useTexts(texts).earning;
  const many = unitName(purse.language, counted, 2);
  return (
    <Section title={t.title} says={say.earning(rules)} open>
      <Choice
        label={t.byAmount}
        hint={t.byAmountHint}
        checked={form.by_amount}
        onChange={(event) => onChange({ by_amount: event.target.checked })}
      />
      {form.by_amount && (
        <div className={styles.grid}>
          <NumberField
            label={t.amountUnits(many)}
            most={MOST_UNITS}
            value={form.amount_units}
            error={problem('rules.per_amount.units')}
            onChange={(amount_units) => onChange({ amount_units })}
          />
          <AmountField
            label={t.amountPer}
            currency={purse.currency}
            value={form.amount_per}
            error={problem('rules.per_amount.per')}
            onChange={(amount_per) => onChange({ amount_per })}
          />
          <Select
            label={t.rounding}
            value={form.rounding}
            onChange={(event) => onChange({ rounding: event.target.value as typeof form.rounding })}
          >
            {(['down', 'nearest', 'up'] as const).map((each) => (
              <option key={each} value={each}>
                {t.roundings[each]}
              </option>
            ))}
          </Select>
        </div>
      )}
      <div className={styles.grid}>
        <NumberField
          label={t.perVisit(many)}
          hint={t.perVisitHint}
          least={0}
          most={1000}
          value={form.per_visit}
          error={problem('rules.units_per_visit')}
          onChange={(per_visit) => onChange({ per_visit })}
        />
        <AmountField
          label={t.minimum}
          hint={t.minimumHint}
          optional
          currency={purse.currency}
          value={form.minimum}
          error={problem('rules.minimum_amount')}
          onChange={(minimum) => onChange({ minimum })}
        />
      </div>
      <Items
        items={form.items}
        onItems={(items) => onChange({ items })}
        many={many}
        problem={problem}
      />
    </Section>
  );
}

interface ItemsProps {
  items: ItemForm[];
  onItems: (items: ItemForm[]) => void;
  many: string;
  problem: PartProps['problem'];
}

function Items({ items, onItems, many, problem }: ItemsProps) {
  const t = useTexts(texts).earning;
  const { change, add, remove } = lines(items, onItems);
  return (
    <>
      {items.length > 0 && <p className={styles.hint}>{t.itemsHint}</p>}
      <ul className={styles.lines}>
        {items.map((item, index) => (
          <li key={item.key} className={styles.line}>
            <TextField
              label={t.itemName}
              required
              maxLength={100}
              value={item.name}
              error={problem(`rules.items.${index}.name`)}
              onChange={(event) => change(item.key, { name: event.target.value })}
            />
            <TextField
              label={t.itemCode}
              required
              maxLength={60}
              autoComplete="off"
              value={item.sku}
              error={problem(`rules.items.${index}.sku`)}
              onChange={(event) => change(item.key, { sku: event.target.value })}
            />
            <NumberField
              label={t.itemUnits(many)}
              most={MOST_UNITS}
              value={item.units}
              error={problem(`rules.items.${index}.units`)}
              onChange={(units) => change(item.key, { units })}
            />
            <IconButton
              icon="trash"
              label={t.removeItem(item.name || item.sku)}
              onClick={() => remove(item.key)}
            />
          </li>
        ))}
      </ul>
      {items.length < MOST_ITEMS && (
        <div>
          <Button
            variant="secondary"
            size="small"
            icon="plus"
            onClick={() => add({ key: crypto.randomUUID(), sku: '', name: '', units: '1' })}
          >
            {t.addItem}
          </Button>
        </div>
      )}
    </>
  );
}
