import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { nameOf } from '../customers/names';
import { texts as notebook } from '../customers/texts';
import { holdsOnQuery } from '../holds/queries';
import { useMay } from '../session/me';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import styles from './Restriction.module.css';
import { texts } from './texts';

const PlaceHold = lazy(async () => ({ default: (await import('../holds/PlaceHold')).PlaceHold }));

/** What keeps this customer's rows from going. */
export function HoldPart({ customer }: { customer: Customer }) {
  const t = useTexts(texts).hold;
  const { list } = useTexts(notebook);
  const { date } = useFormats();
  const mayWrite = useMay('privacy:write');
  const [placing, setPlacing] = useState(false);
  const query = useQuery(holdsOnQuery(customer.id));
  return (
    <section className={styles.part} aria-labelledby="hold">
      <h3 id="hold">{t.title}</h3>
      <Loaded query={query} lines={2}>
        {(holds) =>
          holds.length === 0 ? (
            <p className={styles.hint}>{t.none}</p>
          ) : (
            <ul>
              {holds.map(({ id, until, reason }) => (
                <li key={id}>
                  {t.until(date(until))}
                  <p className={styles.hint}>{reason}</p>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <div className={styles.actions}>
        {mayWrite && query.data?.length === 0 && (
          <Button variant="secondary" size="small" icon="lock" onClick={() => setPlacing(true)}>
            {t.place}
          </Button>
        )}
        {query.data && query.data.length > 0 && <Link to="/privacy/holds">{t.all}</Link>}
      </div>
      {placing && (
        <Suspense>
          <PlaceHold
            customer={{ id: customer.id, name: nameOf(customer, list.anonymous) }}
            onClose={() => setPlacing(false)}
          />
        </Suspense>
      )}
    </section>
  );
}
