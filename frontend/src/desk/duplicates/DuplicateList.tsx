import { getRouteApi } from '@tanstack/react-router';
import { useTexts } from '../../i18n/LanguageProvider';
import { Tabs } from '../../ui/Tabs';
import { NotebookNav } from '../customers/NotebookNav';
import { useMay } from '../session/me';
import { Page } from '../shell/Page';
import styles from './Duplicates.module.css';
import { Merges } from './Merges';
import { Pairs } from './Pairs';
import { texts } from './texts';

const route = getRouteApi('/office/customers/duplicates');

/** Whoever may not merge sees what there is to decide, and what others have decided. */
export function DuplicateList() {
  const t = useTexts(texts);
  const mayMerge = useMay('customers:merge');
  const { show = 'proposed' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page title={t.title} lead={mayMerge ? t.lead : t.readOnly}>
      <NotebookNav />
      <div className={styles.stack}>
        <Tabs
          label={t.title}
          tabs={[
            { id: 'proposed', label: t.tabs.proposed },
            { id: 'dismissed', label: t.tabs.dismissed },
          ]}
          selected={show}
          onSelect={(id) =>
            void navigate({ search: id === 'dismissed' ? { show: id } : {}, replace: true })
          }
        >
          <Pairs key={show} dismissed={show === 'dismissed'} />
        </Tabs>
        <Merges />
      </div>
    </Page>
  );
}
