import { useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import styles from './StampActions.module.css';
import { Stepper } from './Stepper';
import { texts } from './texts';

interface StampActionsProps {
  /** A visit's usual number. */
  usual: number;
  most: number;
  busy: boolean;
  /** Another action matters more now: this one steps back. */
  secondary?: boolean;
  disabled?: boolean;
  onStamp: (units: number) => void;
}

export function StampActions(props: StampActionsProps) {
  const { usual, most, busy, secondary, disabled, onStamp } = props;
  const t = useTexts(texts);
  const [chosen, setChosen] = useState<number | null>(null);
  const units = Math.min(chosen ?? usual, most);
  return (
    <div className={styles.actions}>
      {most > 1 && !disabled && (
        <Stepper
          label={t.units}
          less={t.fewer}
          more={t.moreUnits}
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
        {t.stamp(units)}
      </Button>
    </div>
  );
}
