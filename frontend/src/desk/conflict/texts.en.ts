import type { fr } from './texts.fr';

export const en: typeof fr = {
  mine: 'Your version',
  theirs: 'Saved version',
  empty: 'empty',
  theirChanges: (fields) => `Taken from the other person: ${fields}.`,
  myChanges: (fields) => `Kept from you: ${fields}.`,
  choose: (field) => `What to keep for “${field}”?`,
  noConflict: 'Your changes do not cross: everything can be kept.',
  submit: 'Save like this',
  cancel: 'Continue editing',
};
