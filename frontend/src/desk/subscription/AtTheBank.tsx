import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import type { Interval } from '../../api/billing';
import { useTexts } from '../../i18n/LanguageProvider';
import { ButtonLink } from '../../ui/Button';
import styles from './Plans.module.css';
import { subscriptionQuery } from './queries';
import { texts } from './texts';

interface Props {
  payAt: string;
  plan: string;
  interval: Interval;
  onDone: () => void;
}

/** The change is made while the owner is on another page: here one looks out for it. */
export function AtTheBank({ payAt, plan, interval, onDone }: Props) {
  const t = useTexts(texts).preview;
  const { data } = useQuery({ ...subscriptionQuery, refetchInterval: 3_000 });
  const made = data?.plan === plan && data.interval === interval;
  const told = useEffectEvent(onDone);
  useEffect(() => {
    if (made) told();
  }, [made]);
  return (
    <>
      <p className={styles.note}>{t.bank}</p>
      <div>
        <ButtonLink href={payAt} target="_blank" rel="noopener noreferrer" icon="external">
          {t.toBank}
        </ButtonLink>
      </div>
    </>
  );
}
