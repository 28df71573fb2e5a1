import type { ReactNode } from 'react';
import { signOut } from '../../api/accounts';
import type { Me } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Avatar } from '../../ui/Avatar';
import { Brand } from '../../ui/Brand';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Icon } from '../../ui/Icon';
import { Sheet } from '../../ui/Sheet';
import { Skeleton } from '../../ui/Skeleton';
import { useCounter } from '../counter';
import { texts } from '../texts';
import styles from './SignIn.module.css';
import { SignInForm } from './SignInForm';
import { ownerKey, useSession } from './session';

/** Lets nobody in without knowing who it is and for which shop. */
export function Gate({ children }: { children: ReactNode }) {
  const t = useTexts(texts);
  const { session } = useCounter();
  const state = useSession(session);
  switch (state.kind) {
    case 'starting':
      return (
        <Leaf>
          <Skeleton label={t.loading} />
        </Leaf>
      );
    case 'unreachable':
      return (
        <Leaf>
          <EmptyState
            icon="offline"
            title={t.signIn.unreachableTitle}
            action={<Button onClick={() => session.refresh()}>{t.retry}</Button>}
          >
            {t.signIn.unreachable}
          </EmptyState>
        </Leaf>
      );
    case 'signed-out':
      return (
        <Leaf>
          <Title lead={t.signIn.lead}>{t.signIn.title}</Title>
          <Sheet as="div">
            <SignInForm onIn={(me) => session.enter(me)} />
          </Sheet>
          <div className={styles.links}>
            <a href="/sign-in">{t.signIn.desk}</a>
          </div>
        </Leaf>
      );
    case 'choosing':
      return <MerchantChoice me={state.me} />;
    case 'ready':
      return <div key={ownerKey(state.identity)}>{children}</div>;
  }
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

function Leaf({ children }: { children: ReactNode }) {
  return (
    <main className={styles.page}>
      <div className={styles.leaf}>
        <Brand />
        {children}
      </div>
    </main>
  );
}
