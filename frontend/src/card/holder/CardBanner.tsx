import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import styles from './CardBanner.module.css';
import type { CardState } from './progress';
import { texts } from './texts';

interface CardBannerProps {
  state: CardState;
  redeemUntil: string | null;
  /** When the card shown was read, if it could not be read again since. */
  staleSince: string | null;
  shopEnded: boolean;
}

/** What changes how this card may be used, said before the card itself. */
export function CardBanner({ state, redeemUntil, staleSince, shopEnded }: CardBannerProps) {
  const { language } = useLanguage();
  const t = useTexts(texts);
  const format = formats(language);
  return (
    <div className={styles.banners} role="status">
      {staleSince && (
        <Banner tone="warn" icon="offline" title={t.lastKnown}>
          <p>{t.offline(format.dateTime(staleSince))}</p>
        </Banner>
      )}
      {shopEnded && (
        <Banner tone="warn" icon="lock" title={t.shopEnded}>
          <p>{t.shopEndedBody}</p>
        </Banner>
      )}
      {state === 'closed' && (
        <Banner tone="warn" title={t.closed}>
          <p>{t.closedBody}</p>
        </Banner>
      )}
      {state === 'over' && (
        <Banner tone="warn" title={t.over}>
          <p>{t.overBody}</p>
        </Banner>
      )}
      {state === 'ending' && (
        <Banner tone="warn" icon="calendar">
          <p>{redeemUntil ? t.ending(format.dayMonth(redeemUntil)) : t.endingSoon}</p>
        </Banner>
      )}
    </div>
  );
}
