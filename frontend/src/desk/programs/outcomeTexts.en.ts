import { plural } from '../../i18n/format';
import type { fr } from './outcomeTexts.fr';

const count = (n: number, one: string, other: string) => plural('en', n, one, other);

export const en: typeof fr = {
  simulator: {
    title: 'Try a sale',
    amount: 'Amount of the purchase',
    day: 'Day',
    time: 'Time',
    earns: (units) => `earns ${units}`,
    gains: {
      visit: 'Visit',
      amount: 'Amount',
      item: 'Items',
      bonus: 'Bonus',
      tier: 'Tier',
      sponsorship: 'Referral',
      cap: 'Limit',
    },
    signed: (n) => `${n < 0 ? '−' : '+'}${Math.abs(n).toLocaleString('en-GB')}`,
    unfinished: 'Complete the rules first: something is missing.',
    note: 'Worked out by the service with the rules as written here, even unsaved, for a new customer. Nothing is recorded.',
  },
  effects: {
    title: 'Effect on existing cards',
    lead: 'This is what the change will do if it is published now.',
    cards: 'Cards in use',
    outstanding: 'Earned, not used yet',
    inReach: 'Cards with a reward in reach',
    expiring: 'Expires within 90 days',
    number: (n) => n.toLocaleString('en-GB'),
    from: (before, after) => `${before.toLocaleString('en-GB')} → ${after.toLocaleString('en-GB')}`,
    fewerInReach: (n) => `${count(n, 'card loses', 'cards lose')} a reward that was in reach.`,
    notes: {
      FORWARD_ONLY: 'The change applies from now on: what is earned stays.',
      EARNS_LESS: 'The same sale will earn less than today.',
      EARNS_NOTHING_BY_ITSELF: 'With these rules a sale earns nothing by itself.',
      REWARD_DEARER: 'A reward becomes dearer: tell the customers who are almost there.',
      REWARD_WITHDRAWN: 'A reward leaves the catalogue.',
      EXPIRY_OF_EXISTING_UNITS_UNCHANGED:
        'What is earned already keeps its expiry date; the new duration applies from now on.',
      TIERS_RECOUNTED: 'Tiers are counted anew: customers may change theirs.',
      DISCOUNT_WORTH_LESS: 'What is earned already will be worth less as a discount.',
      FEWER_LOCATIONS: 'The programme will no longer be valid in some locations.',
      NEW_TERMS:
        'New terms: customers keep those they accepted, and can accept the new ones on their card.',
    },
    publish: 'Publish the change',
    back: 'Keep editing',
    close: 'Close',
  },
};
