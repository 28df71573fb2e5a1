import type { JoinTexts } from './texts.fr';

export const en: JoinTexts = {
  heading: (merchant) => `Your loyalty card at ${merchant}`,
  lead: 'In your phone, free, with no app to install. It opens right away.',
  youHaveOne: 'You have a card here already',
  youHaveOneBody: 'It is kept in this browser. One is enough.',
  openMine: 'Open my card',
  whichProgram: 'Which card would you like?',
  none: 'No new cards at the moment',
  noneBody: (merchant) =>
    `${merchant} has no loyalty programme open today. Ask at the counter when it starts again.`,
  preview: 'Preview of your card',
  formTitle: 'About you',
  firstName: 'First name',
  firstNameMissing: 'Give your first name, or a nickname.',
  contact: 'To find your card again',
  contactHint: 'If you change phones, the team finds it at the counter with this.',
  byPhone: 'Phone',
  byEmail: 'E-mail',
  phone: 'Phone number',
  phoneExample: '06\u00a039\u00a098\u00a001\u00a023',
  phoneWrong: 'This number seems incomplete. Example: 06\u00a039\u00a098\u00a001\u00a023.',
  email: 'E-mail address',
  emailExample: 'name@example.com',
  emailWrong: 'This address seems incomplete. Example: name@example.com.',
  consent: (merchant, kind) =>
    `I want to receive news and offers from ${merchant} by ${kind === 'phone' ? 'text message' : 'e-mail'}.`,
  consentHint: 'Optional. You can change your mind at any time; the card does not depend on it.',
  optional: 'optional',
  sponsor: 'Did somebody send you?',
  sponsorHint: (units) =>
    `The number of their card: you get ${units} at your first visit, and they get their share.`,
  terms: 'I accept the terms of the programme.',
  termsMissing: 'Accept the terms to create your card.',
  termsChanged: 'The terms have just changed: read them again, then accept them.',
  termsRead: 'Read the terms',
  submit: 'Create my card',
  submitting: 'Creating your card…',
  noticeShort: (merchant) => `${merchant} uses your details only to keep your loyalty card.`,
  noticeMore: 'Your data in detail',
  notice: (merchant, contact) => [
    [
      'Who uses it',
      `${merchant}, the controller. The host of Mon Carnet Client stores it on their behalf and makes no other use of it.`,
    ],
    [
      'What for',
      'To keep your card, at your request: count stamps, give rewards, find the card again. Offers only if you tick the box.',
    ],
    ['How long', '36 months after your last visit, then it is erased.'],
    ['With whom', 'Nobody else. It is neither sold nor passed on.'],
    [
      'Your rights',
      'See, correct, take away or erase your data, object to its use or restrict it, withdraw your consent to offers.',
    ],
    [
      'Using them',
      contact
        ? `Write to ${contact} or ask at the counter. You may also complain to the authority (cnil.fr).`
        : 'Ask at the counter. You may also complain to the authority (cnil.fr).',
    ],
  ],
};
