import { plural } from '../../i18n/format';
import type { fr } from './texts.fr';

export const en: typeof fr = {
  notAllowed: 'Only an owner takes all data along or in.',
  out: {
    title: 'Take everything with you',
    lead: 'Customers, cards, history, programmes, photos: one file, which you can read and another host of this software takes in without a difference. Team, keys and subscription stay.',
    careful:
      'This file holds the data of all your customers: keep it as you keep your till. Each download is written in the journal.',
    make: 'Prepare the file',
    files: 'Your files',
    made: (when) => `File of ${when}`,
    states: { running: 'Being prepared', ready: 'Ready', failed: 'Failed', expired: 'Expired' },
    running: 'You may leave this page.',
    about: (rows, size, until) => `${plural('en', rows, 'row', 'rows')}, ${size}, until ${until}`,
    failed: 'It could not be made. Ask for another one.',
    none: 'No file yet. It is kept for seven days once it is ready.',
    download: 'Download',
    downloadOf: (when) => `Download the file of ${when}`,
  },
  in: {
    title: 'Bring your data in',
    lead: 'Do you come from another host? Put the file in that it gave you. The same cards, codes and balances: nothing to do again for your customers.',
    empty: 'Only into a shop that is still empty: without customer, programme or location.',
    whole: 'All or nothing: if a single row is missing, nothing is kept.',
    choose: 'Choose the file…',
    sending: (name) => `Sending ${name}`,
    list: 'Taken in',
    when: (when) => `Taken in on ${when}`,
    states: { running: 'Underway', done: 'Done', failed: 'Failed' },
    done: (rows) => `${plural('en', rows, 'row', 'rows')} taken in, without a difference`,
    running: 'You may leave this page.',
    toCustomers: 'See the customers',
  },
};
