import { french } from '../../i18n/typography';

/** What a column can be, in the order of the list one chooses from. */
export const GROUPS = {
  identity: ['first_name', 'last_name', 'title', 'company', 'siret', 'birthday'],
  contact: ['email', 'phone', 'preferred_contact', 'language'],
  address: ['line1', 'line2', 'postcode', 'city', 'region', 'country'],
  notebook: ['notes', 'tags'],
  card: ['balance'],
  consent: ['consent_email', 'consent_sms', 'consent_post'],
} as const;

export type Group = keyof typeof GROUPS;
export type ImportField = (typeof GROUPS)[Group][number];

const fr = french({
  fields: {
    first_name: 'Prénom',
    last_name: 'Nom',
    title: 'Civilité',
    company: 'Société',
    siret: 'SIRET',
    birthday: 'Anniversaire (jour et mois)',
    email: 'E-mail',
    phone: 'Téléphone',
    preferred_contact: 'Contact préféré',
    language: 'Langue',
    line1: 'Adresse',
    line2: 'Complément d’adresse',
    postcode: 'Code postal',
    city: 'Ville',
    region: 'Région',
    country: 'Pays',
    notes: 'Notes',
    tags: 'Étiquettes',
    balance: 'Solde de la carte',
    consent_email: 'Accord e-mail',
    consent_sms: 'Accord SMS',
    consent_post: 'Accord courrier',
  } as Record<ImportField, string>,
  problems: {} as Record<string, string>,
  otherProblem: 'Cette ligne ne convient pas',
});

const en: typeof fr = {
  fields: {
    first_name: 'First name',
    last_name: 'Last name',
    title: 'Title',
    company: 'Company',
    siret: 'SIRET',
    birthday: 'Birthday (day and month)',
    email: 'E-mail',
    phone: 'Phone',
    preferred_contact: 'Preferred contact',
    language: 'Language',
    line1: 'Address',
    line2: 'Address, second line',
    postcode: 'Postcode',
    city: 'City',
    region: 'Region',
    country: 'Country',
    notes: 'Notes',
    tags: 'Tags',
    balance: 'Balance of the card',
    consent_email: 'E-mail consent',
    consent_sms: 'SMS consent',
    consent_post: 'Post consent',
  },
  problems: {},
  otherProblem: 'This row does not fit',
};

export const fieldTexts = { fr, en };
