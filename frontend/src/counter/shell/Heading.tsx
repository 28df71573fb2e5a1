import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { IconButton } from '../../ui/Button';
import styles from './Heading.module.css';

interface HeadingProps {
  children: ReactNode;
  detail?: ReactNode;
  back?: { label: string; go: () => void };
  action?: ReactNode;
}

/** The head of a screen. It takes the focus on arrival, so that a screen reader says where one is. */
export function Heading({ children, detail, back, action }: HeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // With the picture, not after it: whoever goes on by keyboard at once is not brought back.
  useLayoutEffect(() => {
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  return (
    <header className={styles.head}>
      {back && <IconButton icon="arrowLeft" label={back.label} onClick={back.go} />}
      <div className={styles.words}>
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {children}
        </h1>
        {detail && <p className={styles.detail}>{detail}</p>}
      </div>
      {action}
    </header>
  );
}
