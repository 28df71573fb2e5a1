import styles from './Brand.module.css';

/** The notebook with its stamp; the word mark beside it unless `mark` is asked for alone. */
export function Brand({ markOnly = false }: { markOnly?: boolean }) {
  return (
    <span className={styles.brand}>
      <svg viewBox="0 0 32 32" width="30" height="30" aria-hidden="true">
        <rect x="4" y="2" width="24" height="28" rx="4" className={styles.cover} />
        <path d="M10 2v28" className={styles.spine} />
        <circle cx="19" cy="16" r="6.2" className={styles.stamp} />
        <path d="M16.2 16.2l2 2 3.6-4" className={styles.tick} />
      </svg>
      <span className={markOnly ? 'visually-hidden' : styles.word}>Mon Carnet Client</span>
    </span>
  );
}
