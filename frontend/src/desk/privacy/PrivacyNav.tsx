import { useTexts } from '../../i18n/LanguageProvider';
import { useMay } from '../session/me';
import { SubNav } from '../shell/SubNav';
import { texts } from './texts';

/** All that is about persons' data, beside each other. */
export function PrivacyNav() {
  const t = useTexts(texts).nav;
  const mayRead = useMay('privacy:read');
  return (
    <SubNav
      label={t.label}
      items={[
        { link: { to: '/privacy/requests' }, label: t.requests, shown: mayRead },
        { link: { to: '/privacy/erasures' }, label: t.erasures, shown: mayRead },
        { link: { to: '/privacy/retention' }, label: t.retention, shown: mayRead },
        { link: { to: '/privacy/holds' }, label: t.holds, shown: mayRead },
        { link: { to: '/privacy/settings' }, label: t.settings, shown: mayRead },
      ]}
    />
  );
}
