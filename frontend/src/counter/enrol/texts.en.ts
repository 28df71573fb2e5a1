import type { EnrolTexts } from './texts.fr';

export const en: EnrolTexts = {
  title: 'New card',
  program: 'Programme',
  firstName: 'First name',
  phone: 'Phone',
  email: 'E-mail',
  optional: 'optional',
  consent: 'Agrees to receive our offers',
  consentHint:
    'Tick only if the customer asks for it. The card works just as well without, and they can change their mind at any time.',
  submit: 'Create the card',
  anonymous: 'Card without a name',
  anonymousHint: 'No data at all. A lost card cannot be found again by name.',
  cancel: 'Cancel',
  needOne: 'Give at least a first name, or choose the card without a name.',
  offline: 'Creating a card needs the network. What you typed is kept.',
  noProgramTitle: 'No programme is running',
  noProgram: 'A manager first has to open a programme at the desk.',
  openDesk: 'Open the desk',
  created: (name) => `Card created for ${name}`,
  createdAnonymous: 'Card created',
  duplicate: {
    title: 'This customer exists already',
    text: 'This phone or e-mail is already in your notebook.',
    open: 'Open their card',
    addCard: 'Create this card for them',
    anyway: 'It is someone else: create anyway',
    back: 'Back to what I typed',
  },
};
