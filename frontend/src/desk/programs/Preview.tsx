import { useId, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { unitName, unitsIn } from '../../i18n/units';
import { veil } from '../../ui/colour';
import { ProgramFace } from '../shell/ProgramFace';
import { normalizeHex } from './contrast';
import styles from './Designer.module.css';
import type { ProgramFields, ProgramForm } from './form';
import { countedIn } from './RuleFields';
import type { Purse } from './rules/form';
import { texts } from './texts';

const WITHOUT_REWARD = 10;

interface PreviewProps {
  form: ProgramForm;
  wanted: ProgramFields;
  purse: Purse;
}

/** The card as customers will see it, while one designs it. */
export function Preview({ form, wanted, purse }: PreviewProps) {
  const t = useTexts(texts);
  const id = useId();
  const { rewards } = wanted;
  const counted = countedIn(form);
  const units = unitsIn(purse.language, counted);
  const slots = Math.max(0, ...rewards.map(({ cost }) => cost)) || WITHOUT_REWARD;
  const [picked, setPicked] = useState<number | null>(null);
  const balance = Math.min(picked ?? Math.ceil(slots * 0.4), slots);
  const colour = (value: string, fallback: string) => normalizeHex(value) ?? fallback;
  const background = colour(form.background, '#ffffff');
  const foreground = colour(form.foreground, '#000000');
  const tiers = wanted.tiers?.levels.filter(({ threshold }) => threshold <= balance) ?? [];
  return (
    <>
      <ProgramFace
        program={{
          ...counted,
          name: form.name || t.create.defaultName,
          design: {
            template: form.template,
            stamp: form.stamp,
            background,
            foreground,
            accent: colour(form.accent, '#888888'),
            image: form.image,
            veil: veil(background, foreground),
          },
          slots,
          rewards,
        }}
        balance={balance}
        tier={tiers.at(-1)?.name}
        holder="Camille"
        number="7K3M-9QXP"
      />
      <div className={styles.slider}>
        <label htmlFor={id}>{t.form.previewUnits(unitName(purse.language, counted, 2))}</label>
        <input
          id={id}
          type="range"
          min={0}
          max={slots}
          value={balance}
          aria-valuetext={units(balance)}
          onChange={(event) => setPicked(Number(event.target.value))}
        />
      </div>
    </>
  );
}
