import { useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button, IconButton } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import styles from './Designer.module.css';
import type { ProgramForm, RewardForm } from './form';
import { visitsToReward } from './rules';
import { texts } from './texts';

interface RewardFieldsProps {
  form: ProgramForm;
  onChange: (form: ProgramForm) => void;
  unitsPerVisit: number;
  problem?: (field: string) => string | undefined;
}

const MOST_REWARDS = 10;

export function RewardFields({ form, onChange, unitsPerVisit, problem }: RewardFieldsProps) {
  const t = useTexts(texts).form;
  const { rewards } = form;
  const [removed, setRemoved] = useState<{ reward: RewardForm; place: number } | null>(null);
  const set = (next: RewardForm[]) => onChange({ ...form, rewards: next });
  const change = (key: string, part: Partial<RewardForm>) =>
    set(rewards.map((each) => (each.key === key ? { ...each, ...part } : each)));
  const add = () => {
    const dearest = Math.max(5, ...rewards.map(({ cost }) => Number(cost) + 5));
    set([...rewards, { key: crypto.randomUUID(), name: '', cost: String(dearest) }]);
  };
  return (
    <Sheet className={styles.section} aria-labelledby="rewards">
      <div>
        <h2 id="rewards">{t.rewards}</h2>
        <p className={styles.hint}>{rewards.length ? t.rewardsHint : t.noReward}</p>
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
            <TextField
              label={
                <>
                  <span aria-hidden="true">{t.costShort}</span>
                  <span className="visually-hidden">{t.rewardCost(index + 1)}</span>
                </>
              }
              type="number"
              inputMode="numeric"
              min={1}
              max={10_000}
              required
              value={reward.cost}
              error={problem?.(`rewards.${index}.cost`)}
              onChange={(event) => change(reward.key, { cost: event.target.value })}
            />
            <IconButton
              icon="trash"
              label={t.removeReward(reward.name || t.rewardName(index + 1))}
              onClick={() => {
                setRemoved({ reward, place: index });
                set(rewards.filter((each) => each !== reward));
              }}
            />
            {Number(reward.cost) > 0 && (
              <p className={styles.visits}>
                {t.visits(visitsToReward(Number(reward.cost), unitsPerVisit))}
              </p>
            )}
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
