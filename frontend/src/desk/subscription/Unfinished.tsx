import { useQuery } from '@tanstack/react-query';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { ButtonLink } from '../../ui/Button';
import { checkoutQuery } from './queries';
import { texts } from './texts';

/** Whoever turned back on the way to paying finds the way again. */
export function Unfinished({ checkoutId }: { checkoutId: string }) {
  const t = useTexts(texts).plan;
  const { data } = useQuery({ ...checkoutQuery(checkoutId), refetchInterval: false });
  if (data?.state !== 'open' || !data.url) return null;
  return (
    <Banner
      icon="clock"
      action={
        <ButtonLink href={data.url} variant="secondary" size="small">
          {t.continue}
        </ButtonLink>
      }
    >
      <p>{t.unfinished}</p>
    </Banner>
  );
}
