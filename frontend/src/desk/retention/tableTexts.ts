/** Of tables that an erasure does not meet, or that mean more than one person's part here. */
const fr = {
  counter_sessions: 'Sessions au comptoir',
  customers: 'Fiches de clients',
  cards: 'Cartes',
  events: 'Fil des changements',
  exports: 'Exports',
  extracts: 'Copies pour des clients',
  identifications: 'Codes envoyés à des clients',
  imports: 'Imports',
  invitations: 'Invitations',
  invoices: 'Factures',
  privacy_requests: 'Demandes des clients',
  subscriptions: 'Moyens de paiement',
  takeouts: 'Copies de tout le commerce',
};

const en: typeof fr = {
  counter_sessions: 'Sessions at the counter',
  customers: 'Customers’ records',
  cards: 'Cards',
  events: 'Feed of changes',
  exports: 'Exports',
  extracts: 'Copies for customers',
  identifications: 'Codes sent to customers',
  imports: 'Imports',
  invitations: 'Invitations',
  invoices: 'Invoices',
  privacy_requests: 'Customers’ requests',
  subscriptions: 'Means of payment',
  takeouts: 'Copies of the whole shop',
};

export const tableTexts = { fr, en };
