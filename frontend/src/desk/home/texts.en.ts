import { plural } from '../../i18n/format';
import type { fr } from './texts.fr';

const count = (n: number, one: string, other: string) => plural('en', n, one, other);

export const en: typeof fr = {
  title: 'Home',
  hello: (name) => `Hello ${name}`,
  onboarding: {
    title: 'On the way to the first stamp',
    progress: (done, all) => `${done} of ${all}`,
    done: 'done',
    steps: {
      program_created: {
        title: 'Create a programme',
        text: 'The name, the reward and the colours of your card.',
        action: 'Create a programme',
      },
      program_active: {
        title: 'Activate it',
        text: 'Customers can join from that moment.',
        action: 'Open the programme',
      },
      poster_opened: {
        title: 'Print the poster',
        text: 'At the till or in the window, with its code to scan.',
        action: 'Print the poster',
      },
      first_customer: {
        title: 'Your first customer',
        text: 'Add them here, or let them scan the poster.',
        action: 'Add a customer',
      },
      first_stamp: {
        title: 'The first stamp',
        text: 'At the counter, with a phone or a tablet.',
        action: 'Open the counter',
      },
    },
    needsOther: 'For an owner or a manager to do.',
  },
  today: {
    title: 'Today',
    visits: 'Visits',
    stamps: 'Stamps',
    points: 'Points',
    redemptions: 'Rewards handed over',
    new_customers: 'New customers',
  },
  statistics: 'All statistics',
  now: {
    title: 'Right now',
    activeCards: 'Active cards',
    rewardsReady: 'Rewards ready',
    rewardsReadyText: 'to hand over at the next visit',
  },
  chart: {
    title: 'Visits of the last 14 days',
    total: (n) => count(n, 'visit', 'visits'),
    change: (percent) =>
      `Last days: ${percent > 0 ? '+' : '−'}${Math.abs(percent)}% against the week before`,
    same: 'Last days: same as the week before',
    table: 'See the figures',
    day: 'Day',
    visits: 'Visits',
    empty: 'Visits will show here from the first stamp on.',
    summary: (n, best, most) => `${n} in total, most on ${best} with ${most}.`,
  },
  recent: {
    title: 'Recent activity',
    empty: 'Nothing yet. From the first visit to the counter you follow what happens here.',
    anonymous: (number) => `Card ${number}`,
    redeem: (reward) => reward,
    reward: 'Reward',
    adjust: 'Correction',
    expire: 'Expiry',
    reverse: 'Reversal',
    import: 'Taken over',
    transfer: 'Transfer',
  },
};
