import { Link, type LinkProps } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { Icon } from '../../ui/Icon';
import styles from './Page.module.css';

interface PageProps {
  title: string;
  /** The title where it is more than letters. */
  heading?: ReactNode;
  /** Beside the title, e.g. a status. */
  beside?: ReactNode;
  lead?: ReactNode;
  back?: { link: LinkProps; label: string };
  actions?: ReactNode;
  children?: ReactNode;
}

/** The head of a screen: its one h1, which is the window's title too. */
export function Page({ title, heading, beside, lead, back, actions, children }: PageProps) {
  useTitle(title);
  return (
    <>
      <header className={styles.head}>
        <div className={styles.words}>
          {back && (
            <Link {...back.link} className={styles.back}>
              <Icon name="arrowLeft" size={16} />
              {back.label}
            </Link>
          )}
          <div className={styles.title}>
            <h1>{heading || title}</h1>
            {beside}
          </div>
          {lead && <div className={styles.lead}>{lead}</div>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Mon Carnet Client`;
  }, [title]);
}
