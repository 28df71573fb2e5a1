import { useTexts } from '../../i18n/LanguageProvider';
import { ButtonLink } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { dataPath } from '../address';
import styles from './Account.module.css';
import { laterTexts } from './laterTexts';
import rewardStyles from './Rewards.module.css';

/** The way to one's own data, with the secret of this page. */
export function MyDataLink({ slug }: { slug: string }) {
  const t = useTexts(laterTexts);
  return (
    <Sheet className={styles.terms} aria-labelledby="my-data-title">
      <h2 id="my-data-title" className={rewardStyles.title}>
        {t.myData}
      </h2>
      <p>{t.myDataBody}</p>
      <ButtonLink variant="secondary" icon="lock" href={dataPath(slug, location.hash.slice(1))}>
        {t.myData}
      </ButtonLink>
    </Sheet>
  );
}
