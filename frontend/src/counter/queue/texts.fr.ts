import { plural } from '../../i18n/format';
import { french } from '../../i18n/typography';

const texts = {
  title: 'Envois en attente',
  emptyTitle: 'Tout est envoyé',
  empty: 'Ce qui est fait sans réseau attend ici, puis part tout seul.',
  waitingTitle: (n: number) => plural('fr', n, 'opération gardée', 'opérations gardées'),
  refusedTitle: (n: number) => plural('fr', n, 'opération refusée', 'opérations refusées'),
  refusedLead: 'Le service a dit non : rien n’a été changé sur ces cartes.',
  now: 'Envoyer maintenant',
  sending: 'Envoi…',
  offline: 'Sans réseau. L’envoi reprendra tout seul.',
  expired: 'Votre session est terminée. Reconnectez-vous pour envoyer.',
  sale: 'Vente',
  saleOf: (amount: string) => `Vente de ${amount}`,
  redeem: 'Récompense',
  reverse: 'Annulation',
  adjust: 'Correction',
  card: (number: string) => `Carte ${number}`,
  scannedCard: 'Carte scannée hors ligne',
  at: (time: string) => `Fait le ${time}`,
  attempts: (n: number) => plural('fr', n, 'essai', 'essais'),
  withdraw: 'Retirer',
  dismiss: 'Compris',
  open: 'Ouvrir la carte',
  others: (n: number) =>
    `${plural('fr', n, 'opération d’un autre compte attend', 'opérations d’un autre compte attendent')} sur cet appareil. ${n < 2 ? 'Elle partira' : 'Elles partiront'} quand cette personne se connectera ici.`,
};

export type QueueTexts = typeof texts;

export const fr: QueueTexts = french(texts);
