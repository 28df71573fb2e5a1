import { useTexts } from '../../i18n/LanguageProvider';
import { ButtonLink } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Sheet } from '../../ui/Sheet';
import { joinPath } from '../address';
import { Page } from '../Page';
import { rememberedPages } from '../remembered';
import { useMerchant } from '../useMerchant';
import styles from './ShowScreen.module.css';
import { texts } from './texts';

/** Somebody's own camera has read a card's code: it opens nothing, and says what it is for. */
export function ShowScreen({ slug }: { slug: string }) {
  const t = useTexts(texts);
  const { merchant } = useMerchant(slug);
  const mine = rememberedPages(slug)[0];
  const joinable = merchant !== null && merchant.programs.length > 0;
  return (
    <Page merchant={merchant?.name ?? null}>
      <Sheet className={styles.sheet}>
        <span className={styles.seal}>
          <Icon name="scan" size={34} />
        </span>
        <h1>{t.heading}</h1>
        <p>{merchant ? t.body(merchant.name) : t.bodyPlain}</p>
        {mine ? (
          <div className={styles.choice}>
            <h2>{t.yours}</h2>
            <p>{t.yoursBody}</p>
            <ButtonLink href={mine} size="large" wide icon="card">
              {t.openMine}
            </ButtonLink>
          </div>
        ) : (
          joinable && (
            <div className={styles.choice}>
              <h2>{t.notYet}</h2>
              <ButtonLink href={joinPath(slug)} size="large" wide icon="card">
                {t.join}
              </ButtonLink>
            </div>
          )
        )}
        <p className={styles.team}>
          {t.team} <a href="/counter">{t.counter}</a>
        </p>
      </Sheet>
    </Page>
  );
}
