import { plural } from '../../i18n/format';
import type { QueueTexts } from './texts.fr';

export const en: QueueTexts = {
  title: 'Waiting to be sent',
  emptyTitle: 'Everything is sent',
  empty: 'What is done without a network waits here and leaves by itself.',
  waitingTitle: (n) => plural('en', n, 'operation kept', 'operations kept'),
  refusedTitle: (n) => plural('en', n, 'operation refused', 'operations refused'),
  refusedLead: 'The service said no: nothing was changed on these cards.',
  now: 'Send now',
  sending: 'Sending…',
  offline: 'No network. Sending will resume by itself.',
  expired: 'Your session is over. Sign in again to send.',
  sale: 'Sale',
  saleOf: (amount) => `Sale of ${amount}`,
  redeem: 'Reward',
  reverse: 'Undo',
  adjust: 'Correction',
  card: (number) => `Card ${number}`,
  scannedCard: 'Card scanned offline',
  at: (time) => `Made ${time}`,
  attempts: (n) => plural('en', n, 'attempt', 'attempts'),
  withdraw: 'Withdraw',
  dismiss: 'Got it',
  open: 'Open the card',
  others: (n) =>
    `${plural('en', n, 'operation of another account is', 'operations of another account are')} waiting on this device, to be sent when that person signs in here.`,
};
