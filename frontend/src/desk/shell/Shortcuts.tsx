import { type ReactNode, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Dialog } from '../../ui/Dialog';
import { Choice } from '../../ui/Field';
import { placesFor } from '../command/places';
import { texts as placeTexts } from '../command/texts';
import { useMembership } from '../session/me';
import styles from './Shortcuts.module.css';
import { silenceSingleKeys, singleKeysSilent } from './shortcuts';
import { texts } from './texts';

/** Every key that does something, for whoever may do it; and the switch for those without Ctrl. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  const { keys: t, searchKey } = useTexts(texts);
  const { places: names } = useTexts(placeTexts);
  const { scopes } = useMembership();
  const [silent, setSilent] = useState(singleKeysSilent);
  const lines = [
    { what: t.search, keys: [searchKey, '/'], between: t.or },
    ...(scopes.includes('customers:write') ? [{ what: t.new, keys: ['N'], between: '' }] : []),
    { what: t.help, keys: ['?'], between: '' },
    { what: t.closing, keys: [t.escape], between: '' },
  ];
  const going = placesFor(scopes).flatMap(({ id, letter }) =>
    letter ? [{ what: names[id], keys: ['G', letter.toUpperCase()], between: t.after }] : [],
  );
  return (
    <Dialog open wide onClose={onClose} title={t.title} closeLabel={t.close}>
      <div className={styles.columns}>
        <Part title={t.everywhere} lines={lines} />
        <Part title={t.going} lines={going} />
      </div>
      <p className={styles.note}>{t.silent}</p>
      <Choice
        label={t.on}
        hint={t.onHint}
        checked={!silent}
        onChange={(event) => {
          silenceSingleKeys(!event.target.checked);
          setSilent(!event.target.checked);
        }}
      />
    </Dialog>
  );
}

interface PartProps {
  title: string;
  lines: readonly { what: string; keys: readonly string[]; between: ReactNode }[];
}

function Part({ title, lines }: PartProps) {
  return (
    <section>
      <h3 className={styles.title}>{title}</h3>
      <dl className={styles.list}>
        {lines.map(({ what, keys, between }) => (
          <div key={what} className={styles.line}>
            <dt>{what}</dt>
            <dd>
              {keys.map((key, index) => (
                <span key={key}>
                  {index > 0 && <small> {between} </small>}
                  <kbd>{key}</kbd>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
