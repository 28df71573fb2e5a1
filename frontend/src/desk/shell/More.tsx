import { Link } from '@tanstack/react-router';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Icon } from '../../ui/Icon';
import { type Place, placesFor } from '../command/places';
import { texts as placeTexts } from '../command/texts';
import { useMe, useMembership } from '../session/me';
import { useSignOut } from '../session/signOut';
import { texts as roles } from '../settings/roles';
import styles from './More.module.css';
import { texts } from './texts';

const ROOMS = {
  notebook: ['customers', 'duplicates', 'imports', 'exports'],
  shop: ['home', 'programs', 'campaigns', 'statistics'],
  privacy: ['requests', 'erasures', 'retention', 'holds', 'privacySettings'],
} as const;
type Room = keyof typeof ROOMS | 'settings';

const roomOf = ({ id }: Place): Room =>
  (Object.keys(ROOMS) as (keyof typeof ROOMS)[]).find((room) =>
    (ROOMS[room] as readonly string[]).includes(id),
  ) ?? 'settings';

/** Where there is no room for a menu: every screen, who is signed in, the way out. */
export function More({ onClose }: { onClose: () => void }) {
  const t = useTexts(texts);
  const { places: names } = useTexts(placeTexts);
  const role = useTexts(roles);
  const { user } = useMe();
  const membership = useMembership();
  const signOut = useSignOut();
  const places = placesFor(membership.scopes);
  return (
    <Dialog
      open
      kind="sheet"
      wide
      onClose={onClose}
      title={t.allScreens}
      closeLabel={t.state.close}
    >
      <nav className={styles.rooms} aria-label={t.allScreens}>
        {(['shop', 'notebook', 'privacy', 'settings'] as const).map((room) => {
          const own = places.filter((place) => roomOf(place) === room);
          if (own.length === 0) return null;
          return (
            <section key={room} aria-labelledby={`room-${room}`}>
              <h3 id={`room-${room}`}>{t.rooms[room]}</h3>
              <ul>
                {own.map(({ id, to, icon }) => (
                  <li key={id}>
                    <Link to={to} className={styles.place} onClick={onClose}>
                      <Icon name={icon} size={18} />
                      {names[id]}
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </nav>
      <p className={styles.person}>
        <span>
          <strong>{user.first_name}</strong> {role[membership.role]}
        </span>
        <Button
          variant="secondary"
          size="small"
          icon="signOut"
          busy={signOut.isPending}
          onClick={() => signOut.mutate()}
        >
          {t.signOut}
        </Button>
      </p>
    </Dialog>
  );
}
