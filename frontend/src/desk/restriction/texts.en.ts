import type { fr } from './texts.fr';

export const en: typeof fr = {
  title: 'Use and retention',
  banner: {
    title: 'Data kept, not used',
    text: 'Changing, merging, exporting, writing: all of it is refused until this is lifted. The card goes on serving the person.',
    objected:
      'This person objected to being contacted: their contacts were erased and will not come back by an import. Their card goes on.',
    objectedTitle: 'Objection recorded',
  },
  use: {
    title: 'Restriction',
    none: 'Nothing restricts the use of this data.',
    restrict: 'Restrict the use…',
    since: (date) => `Restricted since ${date}`,
    byHolder: 'as the person asked, on their page',
    reasons: {
      accuracy: 'The accuracy of the data is contested',
      unlawful: 'The use was unlawful',
      legal_claims: 'The data is needed for a claim',
      objection: 'An objection is being weighed',
    },
    tell: 'To lift it, the person has to be told first.',
    byMail: 'Tell them by e-mail',
    told: 'I have told them',
    mailing: 'The e-mail is leaving. You can lift the restriction as soon as it has left.',
    informed: (date) => `The person was told on ${date}.`,
    lift: 'Lift the restriction',
    lifted: 'The restriction is lifted.',
  },
  dialog: {
    title: (name) => `Restrict the use of the data of ${name}`,
    lead: 'The data stays, marked, and nobody uses it any more: no change, merge, export or message. Presenting the card at the counter stays possible.',
    reason: 'Why',
    submit: 'Restrict the use',
    cancel: 'Cancel',
  },
  hold: {
    title: 'Hold',
    none: 'No hold: the retention periods apply.',
    until: (date) => `Held until ${date}`,
    place: 'Hold the record…',
    all: 'See the holds',
  },
};
