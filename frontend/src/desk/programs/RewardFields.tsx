import { useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button, IconButton } from '../../ui/Button';
import { TextArea, TextField } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import { useFormats } from '../shell/useFormats';
import styles from './Designer.module.css';
import { newReward, type ProgramForm, type RewardForm } from './form';
import { manyOf } from './RuleFields';
import { visitsToReward } from './rules';
import { AmountField, DateField, NumberField } from './rules/fields';
import type { Purse } from './rules/form';
import parts from './rules/Section.module.css';
import { texts } from './texts';

interface RewardFieldsProps {
  form: ProgramForm;
  onChange: (form: ProgramForm) => void;
  unitsPerVisit: number;
  purse: Purse;
  /** What is left of each reward, by its id. */
  left?: ReadonlyMap<string, number | null>;
  problem?: (field: string) => string | undefined;
}

const MOST_REWARDS = 100;
const MOST_UNITS = 1_000_000;

export function RewardFields(props: RewardFieldsProps) {
  const { form, onChange, unitsPerVisit, purse, left, problem } = props;
  const t = useTexts(texts).form;
  const { rewards } = form;
  const [removed, setRemoved] = useState<{ reward: RewardForm; place: number } | null>(null);
  const many = manyOf(form, purse);
  const set = (next: RewardForm[]) => onChange({ ...form, rewards: next });
  const change = (key: string, part: Partial<RewardForm>) =>
    set(rewards.map((each) => (each.key === key ? { ...each, ...part } : each)));
  const step = form.kind === 'stamps' ? 5 : 50;
  const add = () => {
    const dearest = Math.max(step, ...rewards.map(({ cost }) => Number(cost) + step));
    set([...rewards, newReward(dearest)]);
  };
  return (
    <Sheet className={styles.section} aria-labelledby="rewards">
      <div>
        <h2 id="rewards">{t.rewards}</h2>
        <p className={styles.hint}>
          {rewards.length ? t.rewardsHint(form.kind === 'stamps') : t.noReward}
        </p>
      </div>
      <ol className={styles.rewards}>
        {rewards.map((reward, index) => (
          <li key={reward.key} className={styles.reward}>
            <TextField
              label={t.rewardName(index + 1)}
              required
              maxLength={100}
              value={reward.name}
              error={problem?.(`rewards.${index}.name`)}
              onChange={(event) => change(reward.key, { name: event.target.value })}
            />
            <NumberField
              label={
                <>
                  <span aria-hidden="true">{t.costShort(many)}</span>
                  <span className="visually-hidden">{t.rewardCost(many, index + 1)}</span>
                </>
              }
              most={MOST_UNITS}
              value={reward.cost}
              error={problem?.(`rewards.${index}.cost`)}
              onChange={(cost) => change(reward.key, { cost })}
            />
            <IconButton
              icon="trash"
              label={t.removeReward(reward.name || t.rewardName(index + 1))}
              onClick={() => {
                setRemoved({ reward, place: index });
                set(rewards.filter((each) => each !== reward));
              }}
            />
            <Details
              reward={reward}
              visits={
                Number(reward.cost) > 0 && unitsPerVisit > 0
                  ? t.visits(visitsToReward(Number(reward.cost), unitsPerVisit))
                  : null
              }
              left={(reward.id && left?.get(reward.id)) || null}
              purse={purse}
              problem={(field) => problem?.(`rewards.${index}.${field}`)}
              onChange={(part) => change(reward.key, part)}
            />
          </li>
        ))}
      </ol>
      <StatusLine
        action={
          removed && (
            <Button
              size="small"
              variant="quiet"
              icon="undo"
              onClick={() => {
                set(rewards.toSpliced(removed.place, 0, removed.reward));
                setRemoved(null);
              }}
            >
              {t.undo}
            </Button>
          )
        }
      >
        {removed && t.rewardRemoved(removed.reward.name)}
      </StatusLine>
      {rewards.length < MOST_REWARDS && (
        <div>
          <Button variant="secondary" size="small" icon="plus" onClick={add}>
            {t.addReward}
          </Button>
        </div>
      )}
    </Sheet>
  );
}

interface DetailsProps {
  reward: RewardForm;
  visits: string | null;
  left: number | null;
  purse: Purse;
  problem: (field: string) => string | undefined;
  onChange: (part: Partial<RewardForm>) => void;
}

/** What most rewards do without: stock, limit, dates, worth. Closed, it says what is set. */
function Details({ reward, visits, left, purse, problem, onChange }: DetailsProps) {
  const t = useTexts(texts).form.reward;
  const { date } = useFormats();
  const says = [
    visits,
    reward.stock !== '' && t.saysStock(Number(reward.stock), left),
    reward.limit !== '' && t.saysLimit(Number(reward.limit)),
    reward.valid_from && t.saysFrom(date(reward.valid_from)),
    reward.valid_until && t.saysUntil(date(reward.valid_until)),
  ].filter(Boolean);
  return (
    <details className={styles.details}>
      <summary>
        <Icon name="chevronDown" size={16} />
        <span>{t.details}</span>
        {says.length > 0 && <span className={styles.visits}>{says.join(' · ')}</span>}
      </summary>
      <div className={styles.detailFields}>
        <TextArea
          label={t.description}
          hint={t.descriptionHint}
          rows={2}
          maxLength={500}
          value={reward.description}
          error={problem('description')}
          onChange={(event) => onChange({ description: event.target.value })}
        />
        <div className={parts.grid}>
          <NumberField
            label={t.stock}
            hint={t.stockHint}
            optional
            least={0}
            most={MOST_UNITS}
            value={reward.stock}
            error={problem('stock')}
            onChange={(stock) => onChange({ stock })}
          />
          <NumberField
            label={t.limit}
            hint={t.limitHint}
            optional
            most={10_000}
            value={reward.limit}
            error={problem('limit_per_customer')}
            onChange={(limit) => onChange({ limit })}
          />
          <DateField
            label={t.from}
            value={reward.valid_from}
            error={problem('valid_from')}
            onChange={(valid_from) => onChange({ valid_from })}
          />
          <DateField
            label={t.until}
            min={reward.valid_from}
            value={reward.valid_until}
            error={problem('valid_until')}
            onChange={(valid_until) => onChange({ valid_until })}
          />
          <AmountField
            label={t.value}
            hint={t.valueHint}
            optional
            currency={purse.currency}
            value={reward.value}
            error={problem('value')}
            onChange={(value) => onChange({ value })}
          />
        </div>
      </div>
    </details>
  );
}
