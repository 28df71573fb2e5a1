import { useState } from 'react';
import { signOut } from '../../api/accounts';
import type { CounterMember, DeviceView, Me } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Sheet } from '../../ui/Sheet';
import { useCounter } from '../counter';
import { texts } from '../texts';
import { deviceTexts } from './deviceTexts';
import { Leaf } from './Leaf';
import { Pairing } from './Pairing';
import { CounterMembers, PinEntry } from './PinEntrance';
import styles from './SignIn.module.css';
import { SignInForm } from './SignInForm';
import { useDevice } from './useDevice';

type Way = 'pin' | 'password' | 'pairing';

/** Signing in, and for a member of several teams the choice of the shop. */
export function Entrance({ me }: { me: Me | null }) {
  return me ? <MerchantChoice me={me} /> : <WayIn />;
}

/** On a device of the shop the team opens the counter with a PIN; anybody may with a password. */
function WayIn() {
  const { session } = useCounter();
  const { data: device, isPending, refetch } = useDevice();
  const [chosen, choose] = useState<Way | null>(null);
  if (isPending) return <Leaf>{null}</Leaf>;
  const way = chosen ?? (device ? 'pin' : 'password');
  if (way === 'pin' && device) {
    return <AtDevice device={device} onPassword={() => choose('password')} />;
  }
  if (way === 'pairing') {
    return (
      <PairingLeaf
        onPaired={async () => {
          await refetch();
          choose('pin');
        }}
        onBack={() => choose(null)}
      />
    );
  }
  return (
    <WithPassword
      onIn={(entering) => session.enter(entering)}
      other={device ? 'pin' : 'pairing'}
      onOther={choose}
    />
  );
}

interface WithPasswordProps {
  onIn: (me: Me) => void;
  other: Way;
  onOther: (way: Way) => void;
}

function WithPassword({ onIn, other, onOther }: WithPasswordProps) {
  const t = useTexts(texts);
  const d = useTexts(deviceTexts);
  return (
    <Leaf>
      <Title lead={t.signIn.lead}>{t.signIn.title}</Title>
      <Sheet as="div">
        <SignInForm onIn={onIn} />
      </Sheet>
      <div className={styles.links}>
        <Button
          variant="quiet"
          icon={other === 'pin' ? 'key' : 'stamp'}
          onClick={() => onOther(other)}
        >
          {other === 'pin' ? d.withPin : d.pair}
        </Button>
        <a href="/sign-in">{t.signIn.desk}</a>
      </div>
    </Leaf>
  );
}

function AtDevice({ device, onPassword }: { device: DeviceView; onPassword: () => void }) {
  const d = useTexts(deviceTexts);
  const { session } = useCounter();
  const [member, setMember] = useState<CounterMember | null>(null);
  const place = d.place(device.name, device.location.name);
  return (
    <Leaf>
      <Title lead={place}>{member ? d.pinOf(member.first_name) : d.who}</Title>
      {member ? (
        <PinEntry
          member={member}
          onIn={(entering) => session.enter(entering)}
          onOther={() => setMember(null)}
        />
      ) : (
        <CounterMembers device={device} onChoose={setMember} />
      )}
      <div className={styles.links}>
        <Button variant="quiet" onClick={onPassword}>
          {d.withPassword}
        </Button>
      </div>
    </Leaf>
  );
}

function PairingLeaf({ onPaired, onBack }: { onPaired: () => void; onBack: () => void }) {
  const d = useTexts(deviceTexts);
  return (
    <Leaf>
      <Title lead={d.pairLead}>{d.pairTitle}</Title>
      <Sheet as="div">
        <Pairing onPaired={onPaired} onBack={onBack} />
      </Sheet>
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
