import type { CSSProperties } from 'react';
import type { PublicProgram } from '../../api/types';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { unitsIn } from '../../i18n/units';
import { mostReadable } from '../../ui/colour';
import { FieldSet } from '../../ui/Field';
import { StampIcon } from '../../ui/StampIcon';
import { texts as shared } from '../texts';
import styles from './ProgramChoice.module.css';
import { texts } from './texts';

interface ProgramChoiceProps {
  programs: readonly PublicProgram[];
  selected: PublicProgram;
  onSelect: (program: PublicProgram) => void;
}

export function ProgramChoice({ programs, selected, onSelect }: ProgramChoiceProps) {
  const t = useTexts(texts);
  const s = useTexts(shared);
  const { language } = useLanguage();
  return (
    <FieldSet legend={t.whichProgram}>
      {programs.map((program) => {
        const { accent, stamp } = program.design;
        const first = program.rewards[0];
        const colours = {
          background: accent,
          color: mostReadable(accent, ['#ffffff', '#1b2440']),
        } as CSSProperties;
        return (
          <label key={program.id} className={styles.program}>
            <input
              type="radio"
              name="program"
              checked={program.id === selected.id}
              onChange={() => onSelect(program)}
            />
            <span className={styles.stamp} style={colours}>
              <StampIcon name={stamp} size={22} paper={accent} />
            </span>
            <span>
              <span className={styles.name}>{program.name}</span>
              {first && (
                <span className={styles.reward}>
                  {s.rewardFor(unitsIn(language, program)(first.cost), first.name)}
                </span>
              )}
            </span>
          </label>
        );
      })}
    </FieldSet>
  );
}
