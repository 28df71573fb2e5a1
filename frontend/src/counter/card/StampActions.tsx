import { useState } from 'react';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { type Counted, unitsIn } from '../../i18n/units';
import { Button } from '../../ui/Button';
import styles from './StampActions.module.css';
import { Stepper } from './Stepper';
import { texts } from './texts';

interface StampActionsProps {
  program: Counted & { rules: { units_per_visit: number } };
  most: number;
  busy: boolean;
  /** Another action matters more now: this one steps back. */
  secondary?: boolean;
  disabled?: boolean;
  onStamp: (units: number) => void;
}

export function StampActions(props: StampActionsProps) {
  const { program, most, busy, secondary, disabled, onStamp } = props;
  const t = useTexts(texts);
  const { language } = useLanguage();
  const [chosen, setChosen] = useState<number | null>(null);
  const usual = Math.max(1, program.rules.units_per_visit);
  const units = Math.min(chosen ?? usual, most);
  const stamps = program.kind === 'stamps' && !program.unit_name;
  return (
    <div className={styles.actions}>
      {most > 1 && !disabled && (
        <Stepper
          label={stamps ? t.units : t.count}
          less={stamps ? t.fewer : t.oneFewer}
          more={stamps ? t.moreUnits : t.oneMore}
          value={units}
          least={1}
          most={most}
          onChange={setChosen}
        />
      )}
      <Button
        size="large"
        icon="stamp"
        variant={secondary ? 'secondary' : 'primary'}
        className={styles.stamp}
        busy={busy}
        disabled={disabled}
        onClick={() => onStamp(units)}
      >
        {stamps ? t.stamp(units) : t.credit(unitsIn(language, program)(units))}
      </Button>
    </div>
  );
}
