import { useId, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { LoyaltyCard } from '../../ui/LoyaltyCard';
import { useMembership } from '../session/me';
import { normalizeHex } from './contrast';
import styles from './Designer.module.css';
import { type ProgramForm, readForm } from './form';
import { texts } from './texts';

const WITHOUT_REWARD = 10;

/** The card as customers will see it, while one designs it. */
export function Preview({ form }: { form: ProgramForm }) {
  const t = useTexts(texts);
  const { merchant_name } = useMembership();
  const id = useId();
  const { rewards } = readForm(form);
  const slots = Math.max(0, ...rewards.map(({ cost }) => cost)) || WITHOUT_REWARD;
  const [wanted, setWanted] = useState<number | null>(null);
  const balance = Math.min(wanted ?? Math.ceil(slots * 0.4), slots);
  const colour = (value: string, fallback: string) => normalizeHex(value) ?? fallback;
  return (
    <aside className={styles.preview} aria-label={t.form.preview}>
      <LoyaltyCard
        merchantName={merchant_name}
        programName={form.name || t.create.defaultName}
        design={{
          template: form.template,
          stamp: form.stamp,
          background: colour(form.background, '#ffffff'),
          foreground: colour(form.foreground, '#000000'),
          accent: colour(form.accent, '#888888'),
        }}
        slots={slots}
        balance={balance}
        rewards={rewards}
        holder="Camille"
        number="7K3M-9QXP"
        progress={t.stamps(balance)}
      />
      <div className={styles.slider}>
        <label htmlFor={id}>{t.form.previewStamps}</label>
        <input
          id={id}
          type="range"
          min={0}
          max={slots}
          value={balance}
          aria-valuetext={t.stamps(balance)}
          onChange={(event) => setWanted(Number(event.target.value))}
        />
      </div>
    </aside>
  );
}
