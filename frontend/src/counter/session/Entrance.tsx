import { signOut } from '../../api/accounts';
import type { Me } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Sheet } from '../../ui/Sheet';
import { useCounter } from '../counter';
import { texts } from '../texts';
import { Leaf } from './Leaf';
import styles from './SignIn.module.css';
import { SignInForm } from './SignInForm';

/** Signing in, and for a member of several teams the choice of the shop. */
export function Entrance({ me }: { me: Me | null }) {
  const t = useTexts(texts);
  const { session } = useCounter();
  if (me) return <MerchantChoice me={me} />;
  return (
    <Leaf>
      <Title lead={t.signIn.lead}>{t.signIn.title}</Title>
      <Sheet as="div">
        <SignInForm onIn={(entering) => session.enter(entering)} />
      </Sheet>
      <div className={styles.links}>
        <a href="/sign-in">{t.signIn.desk}</a>
      </div>
    </Leaf>
  );
}

function MerchantChoice({ me }: { me: Me }) {
  const t = useTexts(texts);
  const { session } = useCounter();
  const leave = () => {
    void signOut().catch(() => undefined);
    session.leave();
  };
  return (
    <Leaf>
      <Title lead={me.memberships.length > 0 ? t.merchants.lead : t.merchants.none}>
        {t.merchants.title}
      </Title>
      <ul className={styles.shops}>
        {me.memberships.map((each) => (
          <li key={each.merchant_id}>
            <button
              type="button"
              className={styles.shop}
              onClick={() => session.enter(me, each.merchant_id)}
            >
              <Avatar name={each.merchant_name} id={each.merchant_id} />
              <span>
                <span className={styles.shopName}>{each.merchant_name}</span>
                <span className={styles.role}>{t.roles[each.role]}</span>
              </span>
              <Icon name="chevronRight" />
            </button>
          </li>
        ))}
      </ul>
      <Button variant="quiet" icon="signOut" onClick={leave}>
        {t.merchants.signOut}
      </Button>
    </Leaf>
  );
}

function Title({ lead, children }: { lead: string; children: string }) {
  return (
    <div>
      <h1>{children}</h1>
      <p className={styles.lead}>{lead}</p>
    </div>
  );
}
