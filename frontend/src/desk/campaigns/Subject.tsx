import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { useMembership } from '../session/me';
import { fill, parts } from './fill';
import { texts } from './texts';

/** A subject as people read it: what differs from reader to reader stands as a chip. */
export function Subject({ of }: { of: string }) {
  const t = useTexts(texts);
  const shop = useMembership().merchant_name;
  return parts(of).map(({ text, name }, index) =>
    name === 'first_name' ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a line have no other name.
      <Badge key={index} tone="info">
        {t.firstName}
      </Badge>
    ) : name ? (
      shop
    ) : (
      text
    ),
  );
}

/** The same where only letters fit, as in a window's title. */
export function useSubject(): (of: string) => string {
  const t = useTexts(texts);
  const shop = useMembership().merchant_name;
  return (of) => fill(of, { first_name: t.firstName, shop });
}
