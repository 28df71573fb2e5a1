import { useQuery } from '@tanstack/react-query';
import type { Retention } from '../../api/retention';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { EmptyState } from '../../ui/EmptyState';
import { PrivacyNav } from '../privacy/PrivacyNav';
import { useMay } from '../session/me';
import { Page } from '../shell/Page';
import { Loaded } from '../shell/states';
import { ChosenRules } from './ChosenRules';
import { FixedRules } from './FixedRules';
import { PlanAhead } from './PlanAhead';
import { retentionQuery } from './queries';
import styles from './Retention.module.css';
import { Stops } from './Stops';
import { texts } from './texts';
import { Untold } from './Untold';

export function RetentionPage() {
  const t = useTexts(texts);
  const mayRead = useMay('privacy:read');
  const query = useQuery({ ...retentionQuery, enabled: mayRead });
  return (
    <Page
      title={t.title}
      beside={query.data && <Badge>{t.country[query.data.country]}</Badge>}
      lead={mayRead && t.lead}
    >
      <PrivacyNav />
      {mayRead ? (
        <Loaded query={query} lines={8}>
          {(retention) => <Periods retention={retention} />}
        </Loaded>
      ) : (
        <EmptyState icon="lock" title={t.notAllowed} />
      )}
    </Page>
  );
}

function Periods({ retention }: { retention: Retention }) {
  const mayKnow = useMay('customers:read');
  const { rules, stops } = retention;
  return (
    <div className={styles.stack}>
      <Stops stops={stops} />
      <ChosenRules rules={rules.filter((rule) => rule.chosen_by_merchant)} />
      <div className={styles.halves}>
        <PlanAhead stopped={stops.length > 0} />
        {mayKnow && <Untold />}
      </div>
      <FixedRules rules={rules.filter((rule) => !rule.chosen_by_merchant)} />
    </div>
  );
}
