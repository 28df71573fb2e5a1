import { type InputHTMLAttributes, type ReactNode, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { IconButton } from '../../ui/Button';
import { Field } from '../../ui/Field';
import control from '../../ui/Field.module.css';
import styles from './Form.module.css';
import { PASSWORD_MINIMUM, type Strength, strength } from './strength';
import { texts } from './texts';

interface PasswordProps
  extends Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'type'> {
  'data-autofocus'?: boolean;
  label: string;
  hint?: ReactNode;
  error?: ReactNode;
  value: string;
  onChange: (value: string) => void;
}

/** One can look at what one types: fewer mistakes, and no need to type it twice. */
export function Password({ label, hint, error, value, onChange, ...input }: PasswordProps) {
  const t = useTexts(texts);
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => (
        <span className={styles.password}>
          <input
            {...input}
            {...wiring}
            className={control.control}
            type={shown ? 'text' : 'password'}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            spellCheck={false}
            autoCapitalize="none"
            required
          />
          <span className={styles.reveal}>
            <IconButton
              icon={shown ? 'eyeOff' : 'eye'}
              label={shown ? t.hide : t.show}
              aria-pressed={shown}
              onClick={() => setShown(!shown)}
            />
          </span>
        </span>
      )}
    </Field>
  );
}

const LEVEL: Record<Strength, number> = { short: 0, weak: 1, fair: 2, strong: 3 };

/** A hint in words; the bar beside it only repeats it. */
export function PasswordStrength({
  password,
  known,
}: {
  password: string;
  known?: readonly string[];
}) {
  const t = useTexts(texts).signUp;
  const level = strength(password, known);
  const words =
    level === 'short' ? t.strength.short(PASSWORD_MINIMUM - password.length) : t.strength[level];
  return (
    <div className={styles.strength}>
      {password && (
        <meter
          min={0}
          max={3}
          low={2}
          high={3}
          optimum={3}
          value={LEVEL[level]}
          aria-hidden="true"
        />
      )}
      <span role="status">{password && t.strengthIs(words)}</span>
    </div>
  );
}
