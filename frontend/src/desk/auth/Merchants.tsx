import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { safeNext } from '../session/guards';
import { chooseMerchant, useMe } from '../session/me';
import { useSignOut } from '../session/signOut';
import { texts as roles } from '../settings/roles';
import { useTitle } from '../shell/Page';
import styles from './Form.module.css';
import { texts } from './texts';

const route = getRouteApi('/guest/merchants');

export function Merchants() {
  const t = useTexts(texts).merchants;
  const role = useTexts(roles);
  const { memberships } = useMe();
  const { next } = route.useSearch();
  const router = useRouter();
  const queries = useQueryClient();
  const signOut = useSignOut();
  useTitle(t.title);
  return (
    <>
      <h1>{t.title}</h1>
      <p className={styles.lead}>{memberships.length ? t.lead : t.none}</p>
      <ul className={styles.choices}>
        {memberships.map((each) => (
          <li key={each.merchant_id}>
            <button
              type="button"
              onClick={() => {
                chooseMerchant(queries, each.merchant_id);
                router.history.push(safeNext(next));
              }}
            >
              <strong>{each.merchant_name}</strong>
              <span>{role[each.role]}</span>
              <Icon name="chevronRight" size={18} />
            </button>
          </li>
        ))}
      </ul>
      <Button variant="quiet" icon="signOut" onClick={() => signOut.mutate()}>
        {t.signOut}
      </Button>
    </>
  );
}
