import { useLanguage } from '../../i18n/LanguageProvider';
import { problemText } from '../../i18n/problemText';
import { Banner } from '../../ui/Banner';

export function ActionError({ error }: { error: unknown }) {
  const { language } = useLanguage();
  if (error === null) return null;
  return (
    <Banner tone="danger" role="alert">
      {problemText(error, language)}
    </Banner>
  );
}
