import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { getCard } from '../../api/cards';
import type { Program } from '../../api/types';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { unitsIn } from '../../i18n/units';
import { formatNumber, typedCard } from '../../scan/content';
import { isUnknownCard, sponsorObstacle } from '../../scan/sponsor';
import { Avatar } from '../../ui/Avatar';
import { Button, IconButton } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import styles from './Enrol.module.css';
import { texts } from './texts';

const SponsorScan = lazy(() =>
  import('./SponsorScan').then((found) => ({ default: found.SponsorScan })),
);

interface SponsorFieldProps {
  program: Program;
  /** The customer who gets the card, where the notebook knows them already. */
  customerId: string | undefined;
  value: string;
  onChange: (text: string) => void;
  /** The service has refused this card. */
  refused: boolean;
}

/** Who sent the customer: their card, read by the camera, by a USB scanner, or typed. */
export function SponsorField(props: SponsorFieldProps) {
  const { program, customerId, value, onChange, refused } = props;
  const t = useTexts(texts).sponsor;
  const { language } = useLanguage();
  const [scanning, setScanning] = useState(false);
  const reference = typedCard(value);
  const { data: card, error } = useQuery({
    queryKey: ['card', reference],
    queryFn: () => getCard(reference ?? ''),
    enabled: reference !== null,
  });
  const units = unitsIn(language, program);
  const { sponsor_units: theirs = 0, friend_units: own = 0 } = program.rules.sponsorship ?? {};
  const wrong = card
    ? sponsorObstacle(card, program, customerId)
    : isUnknownCard(error) || refused
      ? 'unknown'
      : null;
  if (card && !wrong && !refused) {
    const name = card.customer?.first_name ?? t.anonymous;
    return (
      <div className={styles.sponsor}>
        <Avatar name={name} id={card.customer?.id ?? card.id} />
        <p role="status">
          <strong>{t.by(name)}</strong>
          <span>
            {formatNumber(card.number)} · {t.thanks(units(theirs))}
          </span>
        </p>
        <IconButton icon="close" label={t.remove} onClick={() => onChange('')} />
      </div>
    );
  }
  return (
    <div className={styles.sponsorField}>
      <TextField
        label={t.label}
        hint={t.hint(units(theirs), units(own))}
        optional={t.optional}
        name="sponsor"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        placeholder="ABCD-EFGH"
        value={value}
        error={wrong ? t.wrong[wrong] : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      <Button variant="secondary" icon="scan" onClick={() => setScanning(true)}>
        {t.scan}
      </Button>
      {scanning && (
        <Suspense fallback={null}>
          <SponsorScan
            onCard={(code) => {
              onChange(code);
              setScanning(false);
            }}
            onClose={() => setScanning(false)}
          />
        </Suspense>
      )}
    </div>
  );
}
