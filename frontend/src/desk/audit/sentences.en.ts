import { plural } from '../../i18n/format';
import { count, type Sentences, word } from './facts';

const rows = (n: number | null) => (n === null ? '' : ` (${plural('en', n, 'line', 'lines')})`);

const LISTS: Record<string, string> = {
  balances: 'of balances',
  cards: 'of cards',
  customers: 'of customers',
  duplicates: 'of duplicates',
  entries: 'of movements',
  events: 'of the feed of changes',
  import_rows: 'of imports',
  merges: 'of merges',
};
const FILES: Record<string, string> = {
  cards: 'the cards',
  customers: 'the customers',
  entries: 'the history of cards',
};
const file = (what: string) => FILES[what] ?? 'a list';
const role = (name: string) => (name ? ` (${name})` : '');

export const en: Sentences = {
  'api_key.created': ({ who }) => `${who} created an API key`,
  'api_key.revoked': ({ who }) => `${who} revoked an API key`,
  'audit.downloaded': ({ who }) => `${who} downloaded the journal`,
  'card.activated': ({ who }) => `${who} made a frozen card active`,
  'card.closed': ({ who }) => `${who} closed a card`,
  'card.issued': ({ who, kind }) =>
    kind === 'holder' ? 'A customer took a card themselves' : `${who} gave out a card`,
  'card.page_link_renewed': ({ who }) => `${who} renewed the link of a card`,
  'card.replaced': ({ who }) => `${who} replaced a lost card`,
  'card.terms_accepted': () => 'A customer accepted the terms of a programme',
  'card.tier_changed': () => 'A card changed its level',
  'checkout.created': ({ who }) => `${who} began a subscription`,
  'consent.given': ({ who }) => `${who} recorded a consent`,
  'consent.withdrawn': ({ who }) => `${who} recorded a withdrawal of consent`,
  'customer.adult_verified': ({ who }) => `${who} checked that a customer is of age`,
  'customer.changed': ({ who, facts }) => {
    const fields = count(facts, 'fields');
    return `${who} changed a customer${fields === null ? '' : ` (${plural('en', fields, 'field', 'fields')})`}`;
  },
  'customer.created': ({ who }) => `${who} added a customer`,
  'customer.import_undone': ({ who }) => `${who} took a customer back to before an import`,
  'customer.identified': ({ who }) => `${who} gave a customer a code for “my data”`,
  'customer.imported': ({ who }) => `${who} imported a customer`,
  'customer.erased': () => 'The erasure removed the data of a customer',
  'erasure.asked': ({ who }) => `${who} asked to erase a customer`,
  'erasure.approved': ({ who }) => `${who} approved an erasure`,
  'erasure.done': () => 'An erasure was verified and is done',
  'erasure.refused': ({ who }) => `${who} refused an erasure`,
  'erasure.rule_changed': ({ who }) => `${who} changed who has to approve erasures`,
  'customer.merged': ({ who }) => `${who} merged two customers`,
  'customer.objected': ({ who }) => `${who} recorded an objection to the use of contacts`,
  'customer.rectified': ({ who }) => `${who} corrected their own data`,
  'customer.removed': ({ who }) => `${who} removed an imported customer`,
  'customer.restricted': ({ who }) => `${who} restricted the use of a customer’s data`,
  'customer.unmerged': ({ who }) => `${who} undid a merge`,
  'customer.unrestricted': ({ who }) => `${who} lifted a restriction`,
  'device.created': ({ who }) => `${who} added a counter device`,
  'device.paired': () => 'A counter device was paired',
  'device.revoked': ({ who }) => `${who} revoked a counter device`,
  'duplicate.dismissed': ({ who }) => `${who} said that two records are two persons`,
  'duplicate.restored': ({ who }) => `${who} put two records back among possible duplicates`,
  'export.created': ({ who, facts }) => `${who} asked for an export: ${file(word(facts, 'what'))}`,
  'export.downloaded': ({ who, facts }) =>
    `${who} downloaded an export: ${file(word(facts, 'what'))}${rows(count(facts, 'rows'))}`,
  'export.ready': ({ facts }) =>
    `An export is ready: ${file(word(facts, 'what'))}${rows(count(facts, 'rows'))}`,
  'extract.created': ({ who }) => `${who} asked for the file of a customer’s data`,
  'extract.downloaded': ({ who, kind }) =>
    kind === 'holder'
      ? 'A customer downloaded the file of their data'
      : `${who} downloaded the file of a customer’s data`,
  'extract.linked': ({ who }) => `${who} made a customer’s link to their data`,
  'extract.ready': () => 'The file of a customer’s data is ready',
  'hold.lifted': ({ who }) => `${who} lifted a hold on data`,
  'hold.placed': ({ who }) => `${who} put data on hold`,
  'import.cancelled': ({ who }) => `${who} stopped an import`,
  'import.done': () => 'An import is done',
  'import.mapped': ({ who }) => `${who} chose the columns of an import`,
  'import.rejects_downloaded': ({ who }) => `${who} downloaded the rejected lines of an import`,
  'import.run': ({ who, facts }) => `${who} ran an import${rows(count(facts, 'rows'))}`,
  'import.undoing': ({ who }) => `${who} asked to undo an import`,
  'import.undone': () => 'An import was undone',
  'import.uploaded': ({ who }) => `${who} uploaded a file to import`,
  'invitation.accepted': ({ who }) => `${who} joined the team`,
  'invitation.reminded': ({ who }) => `${who} sent an invitation again`,
  'invitation.revoked': ({ who }) => `${who} revoked an invitation`,
  'invitation.sent': ({ who, facts }) =>
    `${who} invited somebody to the team${role(word(facts, 'role'))}`,
  'list.read': ({ who, facts }) =>
    `${who} read more than ${plural('en', count(facts, 'more_than') ?? 0, 'line', 'lines')} ${LISTS[word(facts, 'what')] ?? ''} in a day`.replace(
      '  ',
      ' ',
    ),
  'location.changed': ({ who }) => `${who} changed a place`,
  'location.created': ({ who }) => `${who} added a place`,
  'location.removed': ({ who }) => `${who} removed a place`,
  'member.left': ({ who }) => `${who} left the team`,
  'member.places_changed': ({ who }) => `${who} changed a member’s places`,
  'member.removed': ({ who }) => `${who} removed a member from the team`,
  'member.role_changed': ({ who, facts }) =>
    `${who} changed a member’s role${role(word(facts, 'after'))}`,
  'program.image_sent': ({ who }) => `${who} sent a background picture`,
  'merchant.changed': ({ who }) => `${who} changed the shop’s settings`,
  'merchant.created': ({ who }) => `${who} opened the notebook`,
  'pin.locked': () => 'A PIN was locked after too many tries',
  'pin.removed': ({ who }) => `${who} removed a member’s PIN`,
  'pin.set': ({ who }) => `${who} set a PIN`,
  'plan.chosen': ({ who }) => `${who} chose what stays active in a smaller plan`,
  'plan.fitted': () => 'What is active was fitted to the plan',
  'retention.chosen': ({ who }) => `${who} changed how long data is kept`,
  'retention.cleared': ({ facts }) =>
    `Data whose time was over was deleted${rows(count(facts, 'rows'))}`,
  'retention.released': ({ who }) => `${who} let an automatic deletion go on`,
  'retention.stopped': () => 'An automatic deletion stopped by itself',
  'plan.granted': () => 'The host of the service granted a plan',
  'plan.revoked': () => 'The host of the service took the granted plan back',
  'program.activated': ({ who }) => `${who} activated a programme`,
  'program.archived': ({ who }) => `${who} archived a programme`,
  'program.changed': ({ who }) => `${who} changed a programme`,
  'program.closing': ({ who }) => `${who} announced the end of a programme`,
  'program.created': ({ who }) => `${who} created a programme`,
  'request.answered': ({ who }) => `${who} answered a privacy request`,
  'request.approved': ({ who }) => `${who} approved a privacy request`,
  'request.code_sent': ({ who }) => `${who} had a code mailed to check who asks`,
  'request.created': ({ who }) => `${who} took in a privacy request`,
  'request.done': ({ who }) => `${who} finished a privacy request`,
  'request.escalated': () => 'A complaint could not be announced to the owners',
  'request.executed': ({ who }) => `${who} began to carry out a privacy request`,
  'request.extended': ({ who }) => `${who} extended a privacy request by two months`,
  'request.failed': () => 'Carrying out a privacy request failed',
  'request.feed_changed': ({ who }) => `${who} changed the calendar of privacy requests`,
  'request.forwarded': () => 'The host of the service forwarded a privacy request',
  'request.identified': ({ who }) => `${who} checked who makes a privacy request`,
  'request.linked': ({ who }) => `${who} said which customer a privacy request is from`,
  'request.planned': ({ who }) => `${who} laid down the plan of a privacy request`,
  'request.qualified': ({ who }) => `${who} said which right a privacy request is about`,
  'request.refused': ({ who }) => `${who} refused a privacy request`,
  'request.restarted': ({ who }) => `${who} began a failed privacy request anew`,
  'request.waiting': () => 'A privacy request waits for a provider',
  'restriction.announced': ({ who }) =>
    `${who} told a customer that the restriction will be lifted`,
  'subscription.changed': ({ who }) => `${who} changed the subscription`,
  'subscription.repaired': () => 'The subscription was brought in line with Stripe',
  'takeout.created': ({ who }) => `${who} asked for the file of all data`,
  'takeout.downloaded': ({ who, facts }) =>
    `${who} downloaded all data${rows(count(facts, 'rows'))}`,
  'takeout.ready': ({ facts }) => `The file of all data is ready${rows(count(facts, 'rows'))}`,
  'takeout.taken_in': ({ facts }) =>
    `Data from another host was taken in${rows(count(facts, 'rows'))}`,
  'takeout.uploaded': ({ who }) => `${who} sent data from another host`,
  'usage.put_right': () => 'A counter of the plan was put right',
};
