import { plural } from '../../i18n/format';
import type { fr } from './texts.fr';

export const en: typeof fr = {
  title: 'Exports',
  lead: 'Files taken from your notebook. Each stays here for seven days; every export is noted in the log.',
  none: 'No export yet',
  noneText:
    'Open the list of customers, filter it as you like, then “Export”: the file holds what the list shows.',
  toList: 'See the customers',
  notAllowed: 'Exporting is for managers and owners.',
  more: 'Older exports',
  columns: { what: 'Content', state: 'State', size: 'Size', when: 'Date', get: 'File' },
  whats: { customers: 'Customers', cards: 'Cards', entries: 'History of the cards' },
  states: { running: 'In preparation…', ready: 'Ready', failed: 'Failed', expired: 'Expired' },
  rows: (n) => plural('en', n, 'row', 'rows'),
  until: (date) => `until ${date}`,
  download: 'Download',
  downloadOf: (what, when) => `Download: ${what}, ${when}`,
  failed: 'The export was interrupted. Start it again from the list.',
  start: {
    open: 'Export',
    title: 'Export the list',
    narrowed: (n) => `The customers that the list shows with its filters: ${n}.`,
    whole: (n) => `All customers of the notebook: ${n}.`,
    selected: (n) => `The customers selected: ${n}.`,
    unknown: 'all',
    what: 'What to export?',
    hints: {
      customers: 'One row per customer: contact, tags, consents, visits.',
      cards: 'One row per card of these customers: number, programme, balance.',
      entries: 'One row per movement on these cards.',
    },
    format: 'Format',
    formats: { csv: 'CSV, for any software', xlsx: 'Excel (.xlsx)' },
    careful: 'This file holds personal data: keep it in a safe place, delete it after use.',
    submit: 'Prepare the file',
    cancel: 'Cancel',
  },
};
