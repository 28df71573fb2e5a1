import type { ClosingTexts } from './texts.fr';

export const en: ClosingTexts = {
  notAllowed: 'Only an owner closes the account.',
  title: 'Close the shop’s account',
  lead: 'Are you leaving? As soon as it is closed:',
  consequences: [
    'nothing is changed any more: not at the counter, not in the desk, not on your customers’ cards;',
    'everything can be read and taken out for 30 days, and you can open it again;',
    'the subscription is not renewed, campaigns and messages stop;',
    'after 30 days everything is erased but what the law wants kept: the invoices.',
  ],
  takeAlong: 'Take all data along',
  open: 'Close the account…',
  cancel: 'Cancel',
  password: 'Your password',
  passwordHint: 'To be sure it is you.',
  wrong: 'This password is not right.',
  confirm: {
    close: {
      title: (shop) => `Close ${shop}?`,
      text: 'The counter stops at once: no stamps, no rewards. In 30 days customers, cards and history are erased. Until then you can open it again.',
      submit: 'Close the account',
    },
    purge: {
      title: (shop) => `Erase everything of ${shop}?`,
      text: 'Customers, cards, history, photos, team: everything is erased now and for good. There is no way back.',
      submit: 'Erase everything',
    },
  },
  going: 'Everything is being erased. There is no way back any more.',
  banner: {
    title: 'The account is closed',
    text: (day) =>
      `Since ${day} everything can be read and taken out, and nothing changed: not here, not at the counter, not on cards.`,
    way: 'Take out or open again',
  },
  ended: {
    title: 'The account is closed',
    text: (since, due) =>
      `Since ${since} nothing is changed any more. On ${due} everything is erased but the invoices. Take your data out until then, or open it again: all goes on where it stopped.`,
    reopen: 'Open the account again',
    earlier: 'Erase everything without waiting',
    taken: 'Your data was downloaded since the closing: it can be erased.',
    waived: 'You want no copy: the data can be erased.',
    first: 'Download all data first, or write that you want no copy of it.',
    waive: 'Without a copy',
    sentence: (words) => `Write: “${words}”`,
    confirmWaiver: 'Confirm',
    purge: 'Erase everything now…',
  },
};
