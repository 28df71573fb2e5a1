import { IconButton } from '../../ui/Button';
import styles from './Stepper.module.css';

interface StepperProps {
  label: string;
  less: string;
  more: string;
  value: number;
  least: number;
  most: number;
  onChange: (value: number) => void;
  shown?: string;
}

/** − n +, for thumbs. The number is spoken when it changes. */
export function Stepper({ label, less, more, value, least, most, onChange, shown }: StepperProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex container everywhere
    <div className={styles.stepper} role="group" aria-label={label}>
      <IconButton
        icon="minus"
        label={less}
        aria-disabled={value <= least}
        onClick={() => value > least && onChange(value - 1)}
      />
      <output className={styles.value}>{shown ?? value}</output>
      <IconButton
        icon="plus"
        label={more}
        aria-disabled={value >= most}
        onClick={() => value < most && onChange(value + 1)}
      />
    </div>
  );
}
