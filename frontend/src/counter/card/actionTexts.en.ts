import type { ActionTexts } from './actionTexts.fr';

export const en: ActionTexts = {
  history: 'History',
  historyEmpty: 'Nothing has happened on this card yet.',
  kinds: {
    earn: 'Visit',
    redeem: 'Reward',
    adjust: 'Correction',
    expire: 'Expiry',
    reverse: 'Undo',
    import: 'Carried over',
  },
  reversed: 'undone',
  undo: 'Undo',
  link: {
    title: 'Give the customer the link again',
    text: 'A new link to their card is made; the old one stops working. The balance does not change.',
    confirm: 'Make a new link',
  },
  replace: {
    title: 'Replace the card',
    text: 'The old code will stop working. The balance goes to a new card.',
    confirm: 'Replace the card',
    done: 'New card created',
    open: 'Open the new card',
  },
  adjust: {
    title: 'Correct the balance',
    text: (balance) => `Present balance: ${balance}. The correction stays visible in the history.`,
    delta: 'Correction',
    less: 'Take one stamp off',
    more: 'Add one stamp',
    after: (balance) => `New balance: ${balance}`,
    reason: 'Reason',
    reasonHint: 'For example: typing mistake. No personal data.',
    confirm: 'Save the correction',
    done: 'Balance corrected.',
  },
  closure: {
    title: 'Close the card',
    text: (balance) =>
      `This cannot be undone: the card can no longer be stamped, and ${balance} will be lost.`,
    textEmpty: 'This cannot be undone: the card can no longer be stamped.',
    reason: 'Reason',
    confirm: 'Close for good',
    done: 'The card is closed.',
  },
  handOver: {
    title: 'To open on the customer’s phone',
    text: 'The customer scans this code with their phone: their card opens, nothing to install.',
    alt: 'QR code that opens the customer’s card',
    once: 'This code is shown only once.',
    copy: 'Copy the link',
    copied: 'Link copied',
    done: 'Done',
    open: 'Stamp now',
  },
};
