import { useQuery } from '@tanstack/react-query';
import type { Card } from '../../api/types';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { unitsIn } from '../../i18n/units';
import { formatNumber } from '../../scan/content';
import { Avatar } from '../../ui/Avatar';
import { Badge } from '../../ui/Badge';
import { Icon } from '../../ui/Icon';
import { go } from '../navigation';
import { texts } from '../texts';
import styles from './Finder.module.css';
import { type Mark, markOf, programsQuery, type RecentCard } from './queries';

export interface Row {
  id: string;
  holderId: string;
  name: string | null;
  number: string;
  /** Null where the list does not tell. */
  programId: string | null;
  programName: string | null;
  balance: number;
  closed: boolean;
  mark: Mark;
  phoneLast4: string | null;
  at: string | null;
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
    closed: card.status !== 'active',
    mark: markOf(customer),
    phoneLast4: customer?.phone_last4 ?? null,
    at: null,
  };
}

export function rowOfRecent({ firstName: name, ...card }: RecentCard): Row {
  const unknown = {
    programId: null,
    programName: null,
    closed: false,
    phoneLast4: null,
  };
  return { ...card, ...unknown, name };
}

export function CardRow({ row }: { row: Row }) {
  const t = useTexts(texts);
  const programs = useQuery(programsQuery);
  const { language } = useLanguage();
  const running = programs.data?.items ?? [];
  const several = running.length > 1;
  const program = several ? running.find((each) => each.id === row.programId) : running[0];
  const cheapest = program && Math.min(...program.rewards.map((reward) => reward.cost));
  const ready = !row.closed && cheapest !== undefined && row.balance >= cheapest;
  const details = [
    row.phoneLast4 && `•• ${row.phoneLast4}`,
    formatNumber(row.number),
    several && row.programName,
    row.at && formats(language).shortAgo(row.at),
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
          <span className={styles.name}>
            {row.name ?? t.find.anonymous}{' '}
            {row.mark && <Badge tone="warn">{t.find[row.mark]}</Badge>}
          </span>
          <span className={styles.detail}>{details.filter(Boolean).join(' · ')}</span>
        </span>
        {row.closed ? (
          <Badge>{t.find.closed}</Badge>
        ) : (
          <span className={ready ? styles.ready : styles.balance}>
            {ready && <Icon name="gift" size={18} />}
            <span aria-hidden="true">
              {row.balance}
              {program?.kind === 'stamps' && <span className={styles.of}>/{program.slots}</span>}
            </span>
            <span className="visually-hidden">
              {program ? unitsIn(language, program)(row.balance) : t.find.balance(row.balance)}
              {ready && `, ${t.find.rewardReady}`}
            </span>
          </span>
        )}
      </button>
    </li>
  );
}
