import type { HolderTexts } from './texts.fr';

export const en: HolderTexts = {
  next: (missing, reward) => `${missing} to go for: ${reward}`,
  allInReach: 'All rewards are within your reach',
  gained: (units, balance) => `+ ${units}: ${balance} on your card.`,
  showCode: 'Show my code',
  qrLabel: 'Your card’s QR code, to show at the counter',
  qrEnlarge: 'Show the QR code full screen',
  present: 'Show this at the counter',
  orNumber: 'Or read out this number',
  upToDate: (time) => `Up to date at ${time}`,
  lastKnown: 'Last known state',
  offline: (when) => `No connection. Last read on ${when}. The code still works at the counter.`,
  closed: 'This card is closed',
  closedBody: 'It is no longer in use. If you have a question, ask at the shop.',
  ending: (day) => `The programme is ending. Your rewards are waiting for you until ${day}.`,
  endingSoon: 'The programme is ending. Ask for your rewards at your next visit.',
  over: 'This programme is over',
  overBody: 'It gives nothing more, rewards included. Thank you for your loyalty!',
  lost: 'This link no longer opens a card',
  lostBody: 'A new link has replaced it, or your data was erased. Ask at the counter.',
  incomplete: 'This link is incomplete',
  incompleteBody:
    'The end of the address is missing. Open the original link again, or ask for a new one at the counter: nothing is lost.',
  openMine: 'Open my card',
  joinAgain: 'Get a new card',
};
