import { useTexts } from '../../i18n/LanguageProvider';
import { EmptyState } from '../../ui/EmptyState';
import { useMay } from '../session/me';
import { Page } from '../shell/Page';
import { ApprovalRule } from './ApprovalRule';
import { CalendarFeed } from './CalendarFeed';
import { HolidayChoice } from './HolidayChoice';
import { PrivacyNav } from './PrivacyNav';
import styles from './PrivacySettings.module.css';
import { settingsTexts } from './settingsTexts';

export function PrivacySettings() {
  const t = useTexts(settingsTexts);
  const mayRead = useMay('privacy:read');
  return (
    <Page title={t.title} lead={mayRead && t.lead}>
      <PrivacyNav />
      {mayRead ? (
        <div className={styles.page}>
          <ApprovalRule />
          <HolidayChoice />
          <CalendarFeed />
        </div>
      ) : (
        <EmptyState icon="lock" title={t.notAllowed} />
      )}
    </Page>
  );
}
