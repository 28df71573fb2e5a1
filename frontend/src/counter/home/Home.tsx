import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { useIdentity, useMay } from '../counter';
import { go } from '../navigation';
import { Dock } from '../shell/dock';
import { Heading } from '../shell/Heading';
import { texts } from '../texts';
import styles from './Home.module.css';

/** On a phone the finder is the screen; on anything wider it stands beside this. */
export function Home() {
  const t = useTexts(texts);
  const { membership } = useIdentity();
  const mayEnrol = useMay('cards:write');
  return (
    <>
      <div className="visually-hidden">
        <Heading>{t.home.title(membership.merchant_name)}</Heading>
      </div>
      <div className={styles.ready} aria-hidden="true">
        <span className={styles.seal}>
          <Icon name="scan" size={44} />
        </span>
        <p className={styles.title}>{t.home.ready}</p>
        <p className={styles.text}>{t.home.readyText}</p>
        <p className={styles.keys}>{t.home.shortcuts}</p>
      </div>
      <Dock>
        <div className={styles.actions}>
          {mayEnrol && (
            <Button
              variant="secondary"
              size="large"
              icon="plus"
              onClick={() => go({ screen: 'enrol' })}
            >
              {t.home.newCustomer}
            </Button>
          )}
          <Button size="large" icon="scan" onClick={() => go({ screen: 'scan' })}>
            {t.home.scan}
          </Button>
        </div>
      </Dock>
    </>
  );
}
