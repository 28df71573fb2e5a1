import { Link, type LinkProps } from '@tanstack/react-router';
import { useTexts } from '../../i18n/LanguageProvider';
import { cx } from '../../ui/cx';
import { Icon, type IconName } from '../../ui/Icon';
import { useMay } from '../session/me';
import styles from './Office.module.css';
import { texts } from './texts';

interface Item {
  link: LinkProps;
  icon: IconName;
  label: string;
  /** From which width on there is room for it; the sheet of all screens has it always. */
  from?: 'tablet' | 'desktop';
}

/** The screens of every day. Under the thumb five fit, and the last one leads to all others. */
export function Menu({ onMore }: { onMore: () => void }) {
  const t = useTexts(texts);
  const mayStamp = useMay('cards:write');
  const mayReadFigures = useMay('statistics:read');
  const mayReadRights = useMay('privacy:read');
  const mayCampaign = useMay('campaigns:read');
  const items: Item[] = [
    { link: { to: '/', activeOptions: { exact: true } }, icon: 'home', label: t.home },
    { link: { to: '/customers' }, icon: 'users', label: t.customers },
    { link: { to: '/programs' }, icon: 'card', label: t.programs },
    ...one(mayCampaign, {
      link: { to: '/campaigns' },
      icon: 'mail',
      label: t.campaigns,
      from: 'tablet',
    }),
    ...one(mayReadFigures, {
      link: { to: '/statistics' },
      icon: 'chart',
      label: t.statistics,
      from: 'tablet',
    }),
    ...one(mayReadRights, {
      link: { to: '/privacy' },
      icon: 'shield',
      label: t.privacy,
      from: 'desktop',
    }),
    { link: { to: '/settings' }, icon: 'settings', label: t.settings, from: 'desktop' },
  ];
  return (
    <nav className={styles.nav} aria-label={t.nav}>
      <ul>
        {items.map(({ link, icon, label, from }) => (
          <li key={label} className={cx(from && styles[from])}>
            <Link {...link} className={styles.item}>
              <Icon name={icon} />
              {label}
            </Link>
          </li>
        ))}
        {mayStamp && (
          <li className={styles.counter}>
            {/* Another application with its own page: a plain link. */}
            <a href="/counter" className={styles.item}>
              <Icon name="stamp" />
              <span className={styles.long}>{t.counter}</span>
              <span className={styles.short}>{t.counterShort}</span>
            </a>
          </li>
        )}
        <li className={styles.more}>
          <button type="button" className={styles.item} onClick={onMore}>
            <Icon name="menu" />
            {t.more}
          </button>
        </li>
      </ul>
    </nav>
  );
}

const one = (may: boolean, item: Item): Item[] => (may ? [item] : []);
