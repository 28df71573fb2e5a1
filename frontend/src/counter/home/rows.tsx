import { useQuery } from '@tanstack/react-query';
import type { Card, Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { formatNumber } from '../../scan/content';
import { Avatar } from '../../ui/Avatar';
import { Badge } from '../../ui/Badge';
import { Icon } from '../../ui/Icon';
import { go } from '../navigation';
import { texts } from '../texts';
import styles from './Finder.module.css';
import { programsQuery } from './queries';

export interface Row {
  id: string;
  holderId: string;
  name: string | null;
  number: string;
  programId: string;
  programName: string;
  balance: number;
  state: 'active' | 'closed' | 'replaced';
  phoneLast4: string | null;
}

export function rowOfCard(card: Card): Row {
  const { customer } = card;
  return {
    id: card.id,
    holderId: customer?.id ?? card.id,
    name: customer && ([customer.first_name, customer.last_name].filter(Boolean).join(' ') || null),
    number: card.number,
    programId: card.program.id,
    programName: card.program.name,
    balance: card.balance,
    state: card.replaced_by ? 'replaced' : card.status,
    phoneLast4: customer?.phone_last4 ?? null,
  };
}

export function rowsOfCustomer(customer: Customer): Row[] {
  const name = [customer.first_name, customer.last_name].filter(Boolean).join(' ') || null;
  return customer.cards
    .filter((card) => card.status === 'active')
    .map((card) => ({
      id: card.id,
      holderId: customer.id,
      name,
      number: card.number,
      programId: card.program_id,
      programName: card.program_name,
      balance: card.balance,
      state: card.status,
      phoneLast4: customer.phone?.slice(-4) ?? null,
    }));
}

export function CardRow({ row }: { row: Row }) {
  const t = useTexts(texts);
  const programs = useQuery(programsQuery);
  const several = (programs.data?.items.length ?? 1) > 1;
  const program = programs.data?.items.find((each) => each.id === row.programId);
  const cheapest = program && Math.min(...program.rewards.map((reward) => reward.cost));
  const ready = row.state === 'active' && cheapest !== undefined && row.balance >= cheapest;
  const details = [
    row.phoneLast4 && `•• ${row.phoneLast4}`,
    formatNumber(row.number),
    several && row.programName,
  ];
  return (
    <li>
      <button
        type="button"
        className={styles.row}
        onClick={() => go({ screen: 'card', card: row.id, from: 'home' })}
      >
        <Avatar name={row.name} id={row.holderId} />
        <span className={styles.words}>
          <span className={styles.name}>{row.name ?? t.find.anonymous}</span>
          <span className={styles.detail}>{details.filter(Boolean).join(' · ')}</span>
        </span>
        {row.state !== 'active' ? (
          <Badge>{row.state === 'closed' ? t.find.closed : t.find.replaced}</Badge>
        ) : (
          <span className={ready ? styles.ready : styles.balance}>
            {ready && <Icon name="gift" size={18} />}
            <span aria-hidden="true">
              {row.balance}
              {program && <span className={styles.of}>/{program.slots}</span>}
            </span>
            <span className="visually-hidden">
              {t.find.balance(row.balance)}
              {ready && `, ${t.find.rewardReady}`}
            </span>
          </span>
        )}
      </button>
    </li>
  );
}
