import { useQuery } from '@tanstack/react-query';
import type { AuditVerification } from '../../api/audit';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { Banner } from '../../ui/Banner';
import { useFormats } from '../shell/useFormats';
import styles from './Journal.module.css';
import { verificationQuery } from './queries';
import { texts } from './texts';

/** How far the journal is proven. Nothing while it is not known: the lines do not wait for it. */
export function Verified() {
  const { data } = useQuery(verificationQuery);
  if (!data) return null;
  return data.state === 'faulty' ? <Faulty found={data} /> : <Sound found={data} />;
}

function Sound({ found }: { found: AuditVerification }) {
  const t = useTexts(texts).verified;
  const { dateTime } = useFormats();
  const whole = found.state === 'whole' && found.up_to !== null;
  return (
    <p className={styles.verified}>
      <Badge tone={whole ? 'ok' : 'plain'}>
        {whole && found.up_to ? t.whole(dateTime(found.up_to)) : t.unverified}
      </Badge>
      <span>{whole ? t.wholeText(found.events) : t.unverifiedText}</span>
    </p>
  );
}

function Faulty({ found }: { found: AuditVerification }) {
  const t = useTexts(texts).verified;
  return (
    <Banner tone="danger" title={t.faulty}>
      <p>{t.faultyText(found.faults)}</p>
      <ul>
        {found.first_faults.map(({ kind, place, event_id: id }) => (
          <li key={`${kind}${place}${id}`}>
            {place !== null && t.place(place)}
            {t.kinds[kind]}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
