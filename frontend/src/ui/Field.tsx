import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react';
import { cx } from './cx';
import styles from './Field.module.css';
import { Icon } from './Icon';

interface Wiring {
  id: string;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
}

interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong and how to put it right; takes the hint's place visually, not for the ear. */
  error?: ReactNode;
  /** Shown after the label of a field that may stay empty, e.g. "facultatif". */
  optional?: string;
  className?: string | undefined;
  children: (wiring: Wiring) => ReactNode;
}

/** Label, hint and error around any control, tied together for assistive technology. */
export function Field({ label, hint, error, optional, className, children }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={cx(styles.field, className)}>
      <label className={styles.label} htmlFor={id}>
        {label}
        {optional && <span className={styles.optional}> ({optional})</span>}
      </label>
      {hint && (
        <p className={styles.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children({
        id,
        'aria-invalid': error ? true : undefined,
        'aria-describedby': described || undefined,
      })}
      <FieldError id={`${id}-error`}>{error}</FieldError>
    </div>
  );
}

function FieldError({ id, children }: { id: string; children: ReactNode }) {
  if (!children) return null;
  return (
    <p className={styles.error} id={id}>
      <Icon name="warning" size={16} />
      <span>{children}</span>
    </p>
  );
}

type Own = Omit<FieldProps, 'children'>;

export function TextField({
  label,
  hint,
  error,
  optional,
  className,
  ...input
}: Own & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? ''} className={className}>
      {(wiring) => <input {...input} {...wiring} className={styles.control} />}
    </Field>
  );
}

export function TextArea({
  label,
  hint,
  error,
  optional,
  className,
  ...area
}: Own & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? ''} className={className}>
      {(wiring) => <textarea rows={3} {...area} {...wiring} className={styles.control} />}
    </Field>
  );
}

/** The platform's own list: nothing is better on a phone. Children are `<option>`s. */
export function Select({
  label,
  hint,
  error,
  optional,
  className,
  children,
  ...select
}: Own & SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? ''} className={className}>
      {(wiring) => (
        <span className={styles.select}>
          <select {...select} {...wiring} className={styles.control}>
            {children}
          </select>
          <Icon name="chevronDown" size={18} />
        </span>
      )}
    </Field>
  );
}

interface ChoiceProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> {
  type?: 'checkbox' | 'radio';
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
}

/** A checkbox or radio button whose whole line is the target. */
export function Choice({
  type = 'checkbox',
  label,
  hint,
  error,
  className,
  ...input
}: ChoiceProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={cx(styles.field, className)}>
      <label className={styles.choice}>
        <input
          {...input}
          type={type}
          className={styles.tick}
          aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined}
        />
        <span>
          {label}
          {hint && (
            <span className={styles.choiceHint} id={`${id}-hint`}>
              {hint}
            </span>
          )}
        </span>
      </label>
      <FieldError id={`${id}-error`}>{error}</FieldError>
    </div>
  );
}

/** Several controls under one question. */
export function FieldSet({
  legend,
  hint,
  children,
}: {
  legend: ReactNode;
  hint?: ReactNode;
  children: ReactNode;
}) {
  return (
    <fieldset className={styles.set}>
      <legend className={styles.label}>{legend}</legend>
      {hint && <p className={styles.hint}>{hint}</p>}
      {children}
    </fieldset>
  );
}
