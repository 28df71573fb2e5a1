import { useState } from 'react';
import type { PublicMerchant, PublicProgram } from '../../api/types';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { unitName, unitsIn } from '../../i18n/units';
import { LoyaltyCard } from '../../ui/LoyaltyCard';
import { pointsFace } from '../../ui/pointsFace';
import { Sheet } from '../../ui/Sheet';
import { texts as shared } from '../texts';
import styles from './Join.module.css';
import { JoinForm } from './JoinForm';
import { ProgramChoice } from './ProgramChoice';
import { texts } from './texts';

interface JoinProps {
  merchant: PublicMerchant;
  /** The program of the poster that was scanned. */
  wanted: string | null;
  onOutdated: () => void;
}

/** On the left what one gets, on the right what one gives for it. */
export function Join({ merchant, wanted, onOutdated }: JoinProps) {
  const t = useTexts(texts);
  const s = useTexts(shared);
  const { programs } = merchant;
  const named = programs.find((each) => each.id === wanted);
  const [chosen, choose] = useState<string | null>(null);
  const program =
    programs.find((each) => each.id === chosen) ?? named ?? (programs[0] as PublicProgram);
  const { language } = useLanguage();
  const units = unitsIn(language, program);
  const [firstName, setFirstName] = useState('');
  return (
    <div className={styles.join}>
      <div className={styles.offer}>
        <h1>{t.heading(merchant.name)}</h1>
        <p className={styles.lead}>{t.lead}</p>
        {programs.length > 1 && !named && (
          <ProgramChoice programs={programs} selected={program} onSelect={({ id }) => choose(id)} />
        )}
        <section aria-label={t.preview} className={styles.preview}>
          <LoyaltyCard
            merchantName={merchant.name}
            slug={merchant.slug}
            logo={merchant.logo}
            programName={program.name}
            design={program.design}
            slots={program.slots}
            balance={0}
            rewards={program.rewards}
            progress={s.progress(units(0), program.slots)}
            points={
              program.kind === 'points'
                ? pointsFace(0, program.rewards, {
                    sum: '0',
                    unit: unitName(language, program, 0),
                    next: (missing, reward) => s.rewardFor(units(missing), reward),
                    all: '',
                  })
                : undefined
            }
            holder={firstName.trim()}
          />
          <ul className={styles.rewards}>
            {program.rewards.map((reward) => (
              <li key={reward.id}>{s.rewardFor(units(reward.cost), reward.name)}</li>
            ))}
          </ul>
        </section>
      </div>
      <Sheet className={styles.form} aria-labelledby="about-you">
        <h2 id="about-you">{t.formTitle}</h2>
        <JoinForm
          merchant={merchant}
          program={program}
          firstName={firstName}
          onFirstName={setFirstName}
          onOutdated={onOutdated}
        />
      </Sheet>
    </div>
  );
}
