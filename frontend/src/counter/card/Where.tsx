import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listLocations } from '../../api/locations';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Skeleton } from '../../ui/Skeleton';
import { useIdentity } from '../counter';
import { placeOf, sayPlace } from '../outbox/place';
import { ActionError } from './ActionError';
import styles from './Where.module.css';
import { whereTexts } from './whereTexts';

/** Asked where a programme is valid at some places only and the service cannot know which this is. */
export function Where({ onSaid }: { onSaid: () => void }) {
  const t = useTexts(whereTexts);
  const { merchant_id: merchant } = useIdentity().membership;
  const [said, setSaid] = useState(() => placeOf(merchant));
  const query = useQuery({
    queryKey: ['locations'],
    queryFn: () => listLocations({ limit: 100 }),
    staleTime: 5 * 60_000,
  });
  const places = (query.data?.items ?? []).filter(({ active }) => active);
  return (
    <Banner tone="info" icon="info" title={t.title}>
      <p>{t.text}</p>
      {query.isPending && <Skeleton label={t.loading} lines={2} height="2.5rem" />}
      <ActionError error={query.error} />
      {query.isSuccess && places.length === 0 && <p>{t.none}</p>}
      <ul className={styles.places}>
        {places.map(({ id, name }) => (
          <li key={id}>
            <Button
              variant="secondary"
              wide
              aria-pressed={id === said}
              onClick={() => {
                sayPlace(merchant, id);
                setSaid(id);
                onSaid();
              }}
            >
              {name}
            </Button>
          </li>
        ))}
      </ul>
    </Banner>
  );
}
