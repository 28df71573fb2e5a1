import { useTexts } from '../../i18n/LanguageProvider';
import { useMembership } from '../session/me';
import { SubNav } from '../shell/SubNav';
import { texts } from './texts';

/** The notebook's screens beside each other. */
export function NotebookNav() {
  const t = useTexts(texts).nav;
  const { scopes } = useMembership();
  return (
    <SubNav
      label={t.label}
      items={[
        {
          link: { to: '/customers', activeOptions: { exact: true, includeSearch: false } },
          label: t.list,
          shown: true,
        },
        {
          link: { to: '/customers/duplicates' },
          label: t.duplicates,
          // Who merges; and who only reads, but then everything.
          shown: scopes.includes('customers:merge') || !scopes.includes('customers:write'),
        },
        {
          link: { to: '/customers/imports' },
          label: t.imports,
          shown: scopes.includes('customers:import'),
        },
        {
          link: { to: '/customers/exports' },
          label: t.exports,
          shown: scopes.includes('customers:export'),
        },
        {
          link: { to: '/campaigns' },
          label: t.campaigns,
          shown: scopes.includes('campaigns:read'),
        },
      ]}
    />
  );
}
