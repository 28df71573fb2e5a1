import { useState } from 'react';
import { call, segment } from '../../api/http';
import type { HolderCard } from '../../api/types';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { problemText } from '../problemText';
import { texts as shared } from '../texts';
import styles from './Account.module.css';
import { laterTexts } from './laterTexts';
import rewardStyles from './Rewards.module.css';

interface TermsProps {
  card: HolderCard;
  refresh: () => void;
}

/** The terms one has accepted, and those in force where they are others. */
export function Terms({ card, refresh }: TermsProps) {
  const t = useTexts(laterTexts);
  const s = useTexts(shared);
  const { language } = useLanguage();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const { terms, terms_accepted: accepted } = card;
  if (!terms && !accepted) return null;
  const open = terms !== null && terms.version !== accepted?.version;
  const accept = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await call('POST', `/v1/public/${segment(card.merchant.slug)}/card/terms`, {
        body: { version: terms?.version },
        bearer: location.hash.slice(1),
      });
      refresh();
    } catch (error) {
      setProblem(error);
    }
    setBusy(false);
  };
  return (
    <Sheet className={styles.terms} aria-labelledby="terms-title">
      <h2 id="terms-title" className={rewardStyles.title}>
        {open && accepted ? t.termsNew : t.terms}
      </h2>
      {open && <p>{accepted ? t.termsNewBody : `${t.termsOpen}. ${t.termsOpenBody}`}</p>}
      {terms && (
        <details>
          <summary>{t.termsRead}</summary>
          <p className={styles.text}>{terms.text}</p>
        </details>
      )}
      {open && (
        <Button variant="secondary" busy={busy} onClick={accept}>
          {t.accept}
        </Button>
      )}
      {problem !== null && (
        <Banner tone="danger" role="alert">
          <p>{problemText(problem, s.problem)}</p>
        </Banner>
      )}
      {accepted && accepted.version !== terms?.version && (
        <details>
          <summary>{t.acceptedOld}</summary>
          <p className={styles.text}>{accepted.text}</p>
        </details>
      )}
      {accepted && (
        <p className={styles.text}>
          {t.termsAccepted(formats(language).date(accepted.accepted_at))}
        </p>
      )}
    </Sheet>
  );
}
