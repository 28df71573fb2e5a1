import { useQuery } from '@tanstack/react-query';
import type { PrivacyRequest } from '../../api/privacyRequests';
import { useTexts } from '../../i18n/LanguageProvider';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { requestEventsQuery } from './queries';
import styles from './Requests.module.css';
import { texts } from './texts';

/** What happened, newest first. */
export function History({ request }: { request: PrivacyRequest }) {
  const t = useTexts(texts).events;
  const { dateTime } = useFormats();
  const query = useQuery({
    ...requestEventsQuery(request.id, request.version),
    placeholderData: (before) => before,
  });
  return (
    <Loaded query={query} lines={4}>
      {(events) => (
        <ol className={styles.history}>
          {events.map(({ id, at, what }) => (
            <li key={id}>
              {t[what] ?? what}
              <time className={styles.detail} dateTime={at}>
                {dateTime(at)}
              </time>
            </li>
          ))}
        </ol>
      )}
    </Loaded>
  );
}
