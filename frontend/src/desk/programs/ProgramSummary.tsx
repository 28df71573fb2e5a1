import type { CSSProperties } from 'react';
import type { Program } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { useUnits } from '../../i18n/units';
import { Sheet } from '../../ui/Sheet';
import { StampIcon } from '../../ui/StampIcon';
import styles from './Designer.module.css';
import { RewardLines } from './RewardLines';
import type { Purse } from './rules/form';
import { sayer } from './rules/say';
import { texts } from './texts';

/** A program for those who only read it: nothing here looks as if it could be typed into. */
export function ProgramSummary({ program, purse }: { program: Program; purse: Purse }) {
  const t = useTexts(texts);
  const units = useUnits(program);
  const { design, rules, rewards, terms } = program;
  const say = sayer(purse.language, program, purse.currency);
  return (
    <>
      <Sheet className={styles.section} aria-labelledby="identity">
        <h2 id="identity">{t.form.identity}</h2>
        <dl className={styles.facts}>
          <div>
            <dt>{t.form.template}</dt>
            <dd>{t.template[design.template]}</dd>
          </div>
          <div>
            <dt>{t.form.stamp}</dt>
            <dd>
              <StampIcon name={design.stamp} size={22} /> {t.stamp[design.stamp]}
            </dd>
          </div>
          {(['background', 'foreground', 'accent'] as const).map((name) => (
            <div key={name}>
              <dt>{t.form[name]}</dt>
              <dd>
                <span
                  className={styles.swatch}
                  style={{ '--colour': design[name] } as CSSProperties}
                />
                {design[name]}
              </dd>
            </div>
          ))}
        </dl>
      </Sheet>
      <Sheet className={styles.section} aria-labelledby="rules">
        <h2 id="rules">{t.form.rules}</h2>
        <ul className={styles.sentences}>
          {say.everything(rules).map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      </Sheet>
      <Sheet className={styles.section} aria-labelledby="rewards">
        <h2 id="rewards">{t.form.rewards}</h2>
        {rewards.length > 0 ? (
          <RewardLines rewards={rewards} units={units} />
        ) : (
          <p className={styles.hint}>{t.list.rewards(0)}</p>
        )}
      </Sheet>
      {terms && (
        <Sheet className={styles.section} aria-labelledby="terms">
          <h2 id="terms">{t.form.terms(terms.version)}</h2>
          <p className={styles.terms}>{terms.text}</p>
        </Sheet>
      )}
    </>
  );
}
