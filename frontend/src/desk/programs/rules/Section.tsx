import type { ReactNode } from 'react';
import { Icon } from '../../../ui/Icon';
import styles from './Section.module.css';

interface SectionProps {
  title: string;
  /** What is set now, in a sentence: a closed section tells it without being opened. */
  says?: ReactNode;
  open?: boolean;
  children: ReactNode;
}

/** A part of the rules. The form opens it where the browser finds a field wrong in it. */
export function Section({ title, says, open, children }: SectionProps) {
  return (
    <details className={styles.section} open={open}>
      <summary>
        <h2>{title}</h2>
        {says && <span className={styles.says}>{says}</span>}
        <Icon name="chevronDown" />
      </summary>
      <div className={styles.inside}>{children}</div>
    </details>
  );
}

/** A field that is wrong cannot be shown in a closed section: opens those around it. */
export function openAround(field: EventTarget): void {
  let around = (field as Element).closest('details:not([open])');
  while (around) {
    around.setAttribute('open', '');
    around = around.parentElement?.closest('details:not([open])') ?? null;
  }
}
