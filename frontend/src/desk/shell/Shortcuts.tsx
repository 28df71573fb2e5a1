import { useTexts } from '../../i18n/LanguageProvider';
import { Dialog } from '../../ui/Dialog';
import styles from './Shortcuts.module.css';
import { texts } from './texts';

export function Shortcuts({ onClose }: { onClose: () => void }) {
  const { keys: t, searchKey } = useTexts(texts);
  const lines = [
    { what: t.search, keys: [searchKey, '/'] },
    { what: t.help, keys: ['?'] },
    { what: t.close, keys: [t.escape] },
  ];
  return (
    <Dialog open onClose={onClose} title={t.title} closeLabel={t.close}>
      <dl className={styles.list}>
        {lines.map(({ what, keys }) => (
          <div key={what} className={styles.line}>
            <dt>{what}</dt>
            <dd>
              {keys.map((key, index) => (
                <span key={key}>
                  {index > 0 && ` ${t.or} `}
                  <kbd>{key}</kbd>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p className={styles.note}>{t.silent}</p>
    </Dialog>
  );
}
