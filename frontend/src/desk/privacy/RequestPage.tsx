import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { PrivacyRequest } from '../../api/privacyRequests';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { useMay } from '../session/me';
import { Page } from '../shell/Page';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { DaysLeft } from './DaysLeft';
import { Extension } from './Extension';
import { History } from './History';
import { NextStep } from './NextStep';
import { requestQuery } from './queries';
import { Refusing } from './Refusing';
import styles from './Requests.module.css';
import { StateBadge } from './StateBadge';
import { texts } from './texts';

const route = getRouteApi('/office/privacy/requests/$requestId');
const UNDECIDED = new Set(['received', 'identified', 'qualified', 'planned']);

export function RequestPage() {
  const t = useTexts(texts);
  const { requestId } = route.useParams();
  const query = useQuery(requestQuery(requestId));
  return (
    <Loaded query={query} lines={8} page={t.title} missing={t.page.notFound}>
      {(request) => <Request key={requestId} request={request} />}
    </Loaded>
  );
}

function Request({ request }: { request: PrivacyRequest }) {
  const t = useTexts(texts);
  const { date } = useFormats();
  const mayWrite = useMay('privacy:write');
  const [asking, setAsking] = useState<'refusal' | 'extension' | null>(null);
  const who = request.customer_name ?? (request.customer_id ? t.erased : t.unknown);
  const isOpen = request.closed_at === null;
  return (
    <Page
      title={`${t.kinds[request.kind]}\u00a0· ${who}`}
      beside={<StateBadge request={request} />}
      back={{ link: { to: '/privacy/requests' }, label: t.page.back }}
      lead={
        <>
          {t.page.received(date(request.received_at), t.channels[request.channel])}
          {isOpen && (
            <>
              {' · '}
              {t.until(date(request.due_on))} <DaysLeft request={request} />
            </>
          )}
        </>
      }
      actions={
        mayWrite &&
        isOpen && (
          <>
            {request.extended_at === null && (
              <Button variant="secondary" icon="clock" onClick={() => setAsking('extension')}>
                {t.page.extend}
              </Button>
            )}
            {UNDECIDED.has(request.state) && (
              <Button variant="secondary" icon="close" onClick={() => setAsking('refusal')}>
                {t.page.refuse}
              </Button>
            )}
          </>
        )
      }
    >
      <div className={styles.page}>
        <Sheet className={styles.panel} aria-labelledby="next">
          <h2 id="next">{isOpen ? t.page.next : t.page.over}</h2>
          {isOpen && !mayWrite && (
            <Banner icon="eye">
              <p>{t.page.onlyRead}</p>
            </Banner>
          )}
          {isOpen && mayWrite && <NextStep key={request.version} request={request} />}
          <Facts request={request} />
        </Sheet>
        <Sheet className={styles.panel} aria-labelledby="history">
          <h2 id="history">{t.page.history}</h2>
          <History request={request} />
        </Sheet>
      </div>
      {asking === 'refusal' && <Refusing request={request} onClose={() => setAsking(null)} />}
      {asking === 'extension' && <Extension request={request} onClose={() => setAsking(null)} />}
    </Page>
  );
}

function Facts({ request }: { request: PrivacyRequest }) {
  const t = useTexts(texts).page;
  const facts = [
    [t.askedBy, request.asked_by],
    [t.details, request.details],
    [t.extended, request.extension_reason],
    [t.answer, request.answer],
  ].filter(([, text]) => text);
  return (
    <>
      {facts.map(([name, text]) => (
        <div key={name}>
          <h3>{name}</h3>
          <p className={styles.words}>{text}</p>
        </div>
      ))}
      {request.customer_id && request.customer_name && (
        <p>
          <Link to="/customers/$customerId" params={{ customerId: request.customer_id }}>
            {t.seeCustomer}
          </Link>
        </p>
      )}
    </>
  );
}
