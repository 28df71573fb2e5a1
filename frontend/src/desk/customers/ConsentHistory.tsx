import { useQuery } from '@tanstack/react-query';
import type { Consent } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { useMay } from '../session/me';
import { useFormats } from '../shell/useFormats';
import styles from './Consents.module.css';
import { teamQuery } from './queries';
import { texts } from './texts';

/** The proof: every event, with what was said, where, and who noted it. */
export function ConsentHistory({ events }: { events: readonly Consent[] }) {
  const t = useTexts(texts).consents;
  const { dateTime } = useFormats();
  const mayRead = useMay('team:read');
  const { data: team } = useQuery({ ...teamQuery, enabled: mayRead });
  const nameOf = (actor: string | null) =>
    team?.find(({ id, user_id }) => actor && (id === actor || user_id === actor))?.first_name;
  const word = ({ granted, basis }: Consent) =>
    !granted ? t.historyWithdrawn : basis === 'soft_opt_in' ? t.historySoft : t.historyGiven;
  return (
    <details>
      <summary className={styles.summary}>{t.history(events.length)}</summary>
      <ol className={styles.history}>
        {events.map((event) => {
          const name = nameOf(event.actor_id);
          const proof = [
            t.channels[event.channel] ?? event.channel,
            name && t.by(name),
            t.version(event.text_version),
          ];
          return (
            <li key={event.id}>
              <Badge tone={event.granted ? 'ok' : 'plain'}>{word(event)}</Badge>
              <span>
                {t.purposes[event.purpose]}
                <small>
                  <time dateTime={event.created_at}>{dateTime(event.created_at)}</time>
                  {', '}
                  {proof.filter(Boolean).join(', ')}
                </small>
                {event.source && <small>{event.source}</small>}
              </span>
            </li>
          );
        })}
      </ol>
    </details>
  );
}
