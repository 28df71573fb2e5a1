import type { ShowTexts } from './texts.fr';

export const en: ShowTexts = {
  heading: 'This code is for the counter',
  body: (merchant) =>
    `It is the code of a loyalty card of ${merchant}. The shop’s device reads it; it says nothing about the person.`,
  bodyPlain:
    'It is the code of a loyalty card. The shop’s device reads it; it says nothing about the person.',
  yours: 'Is it your card?',
  yoursBody: 'Open it by your own link, then show it to the team.',
  openMine: 'Open my card',
  notYet: 'No card yet?',
  join: 'Create mine',
  team: 'Are you on the team?',
  counter: 'Open the counter',
};
