import type { Card, ConsentPurpose, Entry, TimelineItem } from '../../api/types';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { unitsIn } from '../../i18n/units';
import { cardNumber } from '../../ui/cardNumber';
import { useFieldNames } from './fieldNames';
import { texts } from './texts';
import { entryOf } from './timeline';

const say = (value: unknown) => (typeof value === 'string' ? value : '');

/** What an item of the timeline says in words. */
export function useWhat(cards: readonly Card[]): (item: TimelineItem) => string {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const fields: Record<string, string> = useFieldNames();
  const entryText = (entry: Entry) => {
    const { kinds } = t.timeline;
    const program = cards.find(({ id }) => id === entry.card_id)?.program;
    if (entry.kind === 'earn') {
      return kinds.earn(unitsIn(language, program ?? { kind: 'stamps' })(entry.delta));
    }
    if (entry.kind === 'redeem') return kinds.redeem(entry.reward?.name ?? t.timeline.reward);
    return kinds[entry.kind];
  };
  return (item) => {
    const { kind, data } = item;
    const entry = entryOf(item);
    const w = t.timeline.events;
    const number = cardNumber(say(data.number));
    switch (kind) {
      case 'consent': {
        const purpose = t.consents.purposes[data.purpose as ConsentPurpose];
        return (data.granted ? w.consentGiven : w.consentWithdrawn)(purpose);
      }
      case 'changed': {
        const names = (Array.isArray(data.fields) ? data.fields : []).map(
          (field) => fields[field] ?? t.timeline.parts[String(field)] ?? String(field),
        );
        return names.length > 0 ? w.changed(names.join(', ')) : w.changedSomehow;
      }
      case 'created':
        return (data.customer_id ? w.createdOther : w.created)(
          t.details.sources[say(data.source)] ?? '',
        );
      case 'merged':
        return data.undone ? w.unmerged : w.merged;
      case 'imported':
        return w.imported;
      case 'card_issued':
        return w.cardIssued(number, say(data.program_name));
      case 'card_closed':
        return w.cardClosed(number);
      case 'card_replaced':
        return w.cardReplaced(number);
      case 'tier':
        return data.name ? w.tier(say(data.name)) : w.tierLost;
      case 'campaign': {
        const sent = { failed: w.campaignFailed, unclear: w.campaignUnclear }[say(data.state)];
        return (sent ?? w.campaign)(say(data.subject));
      }
      default:
        return entry ? entryText(entry) : w.changedSomehow;
    }
  };
}
