import { plural } from '../../i18n/format';
import { french } from '../../i18n/typography';

const nombre = (n: number, one: string, other: string) => plural('fr', n, one, other);
const count = (n: number, one: string, other: string) => plural('en', n, one, other);

const fr = french({
  toPlans: 'Voir les formules',
  toPayment: 'Régler l’abonnement',
  toSubscription: 'Voir l’abonnement',
  askOwner: 'Demandez à un propriétaire du commerce.',
  readOnly: {
    title: 'Bureau en lecture seule',
    text: (date: string) =>
      `L’abonnement n’est pas payé : depuis le ${date}, le bureau se lit sans changer. Les cartes marchent au comptoir, et vos clients gardent les leurs.`,
    refused:
      'L’abonnement n’est pas payé : le bureau est en lecture seule, rien n’a été modifié. Le comptoir et les exports restent ouverts.',
  },
  memberFrozen: {
    title: 'Votre accès est en lecture seule',
    text: 'La formule n’a pas de place pour tous les membres : vous lisez tout, sans rien modifier.',
  },
  failed: {
    title: 'Un paiement n’est pas passé',
    text: 'Tout reste ouvert pour l’instant.',
    until: (date: string) => `Sans règlement, le bureau passe en lecture seule le ${date}.`,
  },
  trial: {
    title: (n: number) =>
      n < 1
        ? 'L’essai se termine aujourd’hui'
        : `L’essai se termine dans ${nombre(n, 'jour', 'jours')}`,
    paid: (date: string) => `Le premier paiement sera prélevé le ${date}.`,
    unpaid: (date: string) =>
      `Ajoutez un moyen de paiement avant le ${date} pour garder la formule. Sinon, rien n’est effacé : ce qui dépasse la formule gratuite passe en lecture seule.`,
  },
  full: {
    title: 'La limite de la formule est atteinte',
    text: (what: string) =>
      `${what} : ce qui existe continue de marcher, mais rien ne peut s’ajouter.`,
  },
  resources: {
    cards: 'Cartes actives',
    members: 'Membres',
    locations: 'Lieux',
    programs: 'Programmes',
    requests_per_minute: 'Requêtes API',
    mails_per_month: 'E-mails du mois',
    image_bytes: 'Images',
  },
  limit: {
    cards: (n: number) =>
      `La formule contient ${nombre(n, 'carte active', 'cartes actives')} : il n’y a plus de place.`,
    members: (n: number) =>
      `La formule contient ${nombre(n, 'membre', 'membres')} : l’équipe est au complet.`,
    locations: (n: number) =>
      `La formule contient ${nombre(n, 'lieu', 'lieux')} : il n’y a plus de place.`,
    programs: (n: number) =>
      `La formule contient ${nombre(n, 'programme', 'programmes')} : il n’y a plus de place.`,
    requests_per_minute: (n: number) =>
      `La formule permet ${nombre(n, 'requête', 'requêtes')} API par minute.`,
    mails_per_month: (n: number) =>
      `La formule contient ${nombre(n, 'e-mail', 'e-mails')} par mois : tous sont envoyés.`,
    image_bytes: (_n: number): string => 'La place que la formule donne aux images est prise.',
  },
  unchanged: 'Rien n’a été modifié.',
  frozen: 'Au-dessus de la formule : se lit, sans changer.',
  frozenBadge: 'Lecture seule',
  cardFrozen: 'Carte en veille : elle donne ses récompenses, sans rien gagner.',
  activateCard: 'Réactiver la carte',
});

const en: typeof fr = {
  toPlans: 'See the plans',
  toPayment: 'Pay the subscription',
  toSubscription: 'See the subscription',
  askOwner: 'Ask an owner of the shop.',
  readOnly: {
    title: 'The desk is read-only',
    text: (date) =>
      `The subscription is not paid: since ${date} the desk can be read and not changed. Cards work at the counter and your customers keep theirs.`,
    refused:
      'The subscription is not paid: the desk is read-only and nothing was changed. The counter and exports stay open.',
  },
  memberFrozen: {
    title: 'Your access is read-only',
    text: 'The plan has no room for all members: you can read everything and change nothing.',
  },
  failed: {
    title: 'A payment did not go through',
    text: 'Everything stays open for now.',
    until: (date) => `Unless it is paid, the desk becomes read-only on ${date}.`,
  },
  trial: {
    title: (n) => (n < 1 ? 'The trial ends today' : `The trial ends in ${count(n, 'day', 'days')}`),
    paid: (date) => `The first payment is taken on ${date}.`,
    unpaid: (date) =>
      `Add a means of payment before ${date} to keep the plan. Otherwise nothing is deleted: what is above the free plan becomes read-only.`,
  },
  full: {
    title: 'The limit of the plan is reached',
    text: (what) => `${what}: what exists keeps working, but nothing can be added.`,
  },
  resources: {
    cards: 'Active cards',
    members: 'Members',
    locations: 'Locations',
    programs: 'Programmes',
    requests_per_minute: 'API requests',
    mails_per_month: 'E-mails of the month',
    image_bytes: 'Images',
  },
  limit: {
    cards: (n) => `The plan has room for ${count(n, 'active card', 'active cards')}: it is full.`,
    members: (n) => `The plan has room for ${count(n, 'member', 'members')}: the team is complete.`,
    locations: (n) => `The plan has room for ${count(n, 'location', 'locations')}: it is full.`,
    programs: (n) => `The plan has room for ${count(n, 'programme', 'programmes')}: it is full.`,
    requests_per_minute: (n) =>
      `The plan allows ${count(n, 'API request', 'API requests')} a minute.`,
    mails_per_month: (n) =>
      `The plan contains ${count(n, 'e-mail', 'e-mails')} a month: all have been sent.`,
    image_bytes: () => 'The room that the plan gives to images is taken.',
  },
  unchanged: 'Nothing was changed.',
  frozen: 'Above the plan: it can be read and does not change.',
  frozenBadge: 'Read-only',
  cardFrozen: 'Dormant card: it gives its rewards and earns nothing.',
  activateCard: 'Activate the card',
};

export const planTexts = { fr, en };
