import type { ReactNode } from 'react';
import { Brand } from '../../ui/Brand';
import styles from './SignIn.module.css';

/** A page of its own, before the counter. */
export function Leaf({ children }: { children: ReactNode }) {
  return (
    <main className={styles.page}>
      <div className={styles.leaf}>
        <Brand />
        {children}
      </div>
    </main>
  );
}
