import { Brand } from '../ui/Brand';
import { Icon, type IconName } from '../ui/Icon';
import { ICONS } from '../ui/icons';
import { StampIcon } from '../ui/StampIcon';
import { STAMP_NAMES } from '../ui/stamps';
import styles from './Gallery.module.css';
import { Part } from './Part';

const COLOURS = [
  ...['paper', 'sheet', 'sunken', 'line', 'line-strong', 'ruling', 'ink', 'ink-2', 'ink-3'],
  ...['accent', 'accent-wash', 'primary', 'primary-hover', 'focus'],
  ...['ok', 'ok-wash', 'warn', 'warn-wash', 'danger', 'danger-wash', 'info', 'info-wash'],
];
const SIZES = ['3xl', '2xl', 'xl', 'l', 'm', 's', 'xs'];

export function Foundations() {
  return (
    <>
      <Part title="Brand">
        <div className={styles.row}>
          <Brand />
          <Brand markOnly />
        </div>
      </Part>
      <Part title="Colours">
        <div className={styles.row}>
          {COLOURS.map((name) => (
            <div key={name} className={styles.swatch}>
              <span style={{ background: `var(--${name})` }} />
              {name}
            </div>
          ))}
        </div>
      </Part>
      <Part title="Type">
        {SIZES.map((size) => (
          <p key={size} style={{ fontSize: `var(--text-${size})` }}>
            <span style={{ fontFamily: 'var(--font-display)' }}>Bonjour Hélène, 1 976 visites</span>{' '}
            · Boulangerie Les Deux Épis ({size})
          </p>
        ))}
      </Part>
      <Part title="Icons">
        <div className={styles.row}>
          {(Object.keys(ICONS) as IconName[]).map((name) => (
            <div key={name} className={styles.icon}>
              <Icon name={name} />
              {name}
            </div>
          ))}
        </div>
      </Part>
      <Part title="Stamps">
        <div className={styles.row}>
          {STAMP_NAMES.map((name) => (
            <div key={name} className={styles.icon}>
              <StampIcon name={name} size={32} paper="var(--paper)" />
              {name}
            </div>
          ))}
        </div>
      </Part>
    </>
  );
}
