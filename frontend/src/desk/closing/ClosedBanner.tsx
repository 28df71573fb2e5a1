import { Link, useLocation } from '@tanstack/react-router';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { look } from '../../ui/Button';
import { useMay } from '../session/me';
import { useFormats } from '../shell/useFormats';
import { texts } from './texts';

/** Above every screen of a shop whose contract has ended. */
export function ClosedBanner({ since }: { since: string }) {
  const t = useTexts(texts).banner;
  const { date } = useFormats();
  const isOwner = useMay('merchant:export');
  const here = useLocation().pathname === '/settings/closing';
  return (
    <Banner
      tone="danger"
      icon="lock"
      title={t.title}
      action={
        isOwner &&
        !here && (
          <Link to="/settings/closing" className={look({ variant: 'secondary', size: 'small' })}>
            {t.way}
          </Link>
        )
      }
    >
      <p>{t.text(date(since))}</p>
    </Banner>
  );
}
