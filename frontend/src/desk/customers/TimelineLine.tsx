import { useQuery } from '@tanstack/react-query';
import type { Entry, TimelineItem } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { money } from '../../i18n/money';
import { Badge } from '../../ui/Badge';
import { IconButton } from '../../ui/Button';
import { cardNumber } from '../../ui/cardNumber';
import { cx } from '../../ui/cx';
import { Icon, type IconName } from '../../ui/Icon';
import { useMay } from '../session/me';
import { useFormats } from '../shell/useFormats';
import { usePurse } from '../shell/usePurse';
import { teamQuery } from './queries';
import styles from './Timeline.module.css';
import { texts } from './texts';
import { entryOf } from './timeline';

const OF_ENTRY: Record<Entry['kind'], IconName> = {
  earn: 'stamp',
  redeem: 'gift',
  adjust: 'edit',
  expire: 'clock',
  reverse: 'undo',
  import: 'download',
  transfer: 'arrowRight',
};

const ICON: Record<Exclude<TimelineItem['kind'], 'entry'>, IconName> = {
  consent: 'shield',
  created: 'book',
  changed: 'edit',
  merged: 'users',
  imported: 'download',
  card_issued: 'card',
  card_closed: 'lock',
  card_replaced: 'refresh',
  tier: 'chart',
  campaign: 'mail',
};

interface TimelineLineProps {
  item: TimelineItem;
  what: string;
  /** The card's number, where the customer has several. */
  number: string | null;
  onReverse: (() => void) | null;
}

export function TimelineLine({ item, what, number, onReverse }: TimelineLineProps) {
  const t = useTexts(texts).timeline;
  const { dateTime, signed } = useFormats();
  const purse = usePurse();
  const actor = useActor(item.actor);
  const entry = entryOf(item);
  const details = [
    dateTime(item.at),
    actor,
    entry && number && t.card(cardNumber(number)),
    entry?.amount != null && purse && money(purse.language, entry.amount, purse.currency),
    entry?.reason && t.reason(entry.reason),
    entry?.receipt && t.receipt(entry.receipt),
    item.kind === 'consent' && item.data.channel === 'mail' && t.events.byMail,
  ];
  return (
    <li className={cx(styles.line, entry?.reversed && styles.reversed)}>
      <span className={styles.icon}>
        <Icon
          name={
            entry ? OF_ENTRY[entry.kind] : ICON[item.kind as Exclude<TimelineItem['kind'], 'entry'>]
          }
          size={18}
        />
      </span>
      <div className={styles.words}>
        <p className={styles.what}>
          <span>{what}</span> {entry?.reversed && <Badge>{t.reversed}</Badge>}
          {item.kind === 'campaign' && item.data.withdrawn === true && (
            <Badge>{t.stoppedByIt}</Badge>
          )}
        </p>
        <p className={styles.details}>{details.filter(Boolean).join(' · ')}</p>
      </div>
      <div className={styles.units}>
        {entry && (
          <>
            <strong>{signed(entry.delta)}</strong>
            <span>{t.balance(entry.balance)}</span>
          </>
        )}
      </div>
      <span className={styles.action}>
        {onReverse && <IconButton icon="undo" label={t.reverseLine(what)} onClick={onReverse} />}
      </span>
    </li>
  );
}

/** Who did it: the books keep an opaque id, the team's list has the first name. */
function useActor(actor: TimelineItem['actor']): string {
  const t = useTexts(texts).timeline;
  const mayRead = useMay('team:read');
  const { data: team } = useQuery({ ...teamQuery, enabled: mayRead });
  if (!actor) return '';
  const member = team?.find(({ id, user_id }) => id === actor.id || user_id === actor.id);
  return member?.first_name ?? t.actors[actor.kind];
}
