import { plural } from '../../i18n/format';
import { french } from '../../i18n/typography';

const stamps = (n: number) => plural('fr', n, 'tampon', 'tampons');

const texts = {
  card: 'Carte',
  anonymous: 'Carte anonyme',
  offlineCard: 'Carte connue de cet appareil',
  unknownTitle: 'Carte scannée',
  number: (number: string) => `Carte ${number}`,
  progress: (balance: number, slots: number) => `${stamps(balance)} sur ${slots}`,
  pending: (n: number) => `+ ${stamps(n)} en attente d’envoi`,
  lastVisit: (ago: string) => `Dernier passage : ${ago}`,
  neverVisited: 'Premier passage',
  notes: 'Notes',
  ready: (reward: string) => `Récompense prête : ${reward}`,
  redeem: (reward: string) => `Offrir : ${reward}`,
  missing: (n: number, reward: string) => `Encore ${stamps(n)} pour : ${reward}`,
  units: 'Nombre de tampons',
  fewer: 'Un tampon de moins',
  moreUnits: 'Un tampon de plus',
  stamp: (n: number) => (n < 2 ? 'Tamponner' : `Tamponner × ${n}`),
  stampedShort: (n: number) => (n < 2 ? 'Tampon ajouté' : `${n} tampons ajoutés`),
  redeemedShort: 'Récompense remise',
  redeemed: (reward: string, balance: number) => `${reward} : remis. Il reste ${stamps(balance)}.`,
  keptShort: 'Gardé, sera envoyé',
  kept: 'Le tampon est gardé sur cet appareil. Il partira dès que le service répondra.',
  scanNext: 'Scanner le suivant',
  done: 'Terminer',
  cooldown: {
    title: 'Déjà tamponnée à l’instant',
    text: (time: string) => `Prochain tampon possible à ${time}.`,
  },
  dailyCap: {
    title: 'Maximum du jour atteint',
    text: (cap: number) => `Cette carte a eu ses ${stamps(cap)} d’aujourd’hui. À demain !`,
  },
  closed: {
    title: 'Carte fermée',
    text: 'Elle ne peut plus recevoir de tampons ni de récompenses.',
  },
  closing: {
    title: 'Ce programme se termine',
    text: (date: string) => `Plus de nouveaux tampons. Récompenses jusqu’au ${date}.`,
    textPlain: 'Plus de nouveaux tampons.',
  },
  ended: { title: 'Programme terminé', text: 'Ni tampons ni récompenses sur cette carte.' },
  redeemOver: 'La date limite des récompenses est passée.',
  offlineRedeem: {
    title: 'Récompense : il faut le réseau',
    text: 'Hors ligne, le solde ne peut pas être vérifié. Tamponnez maintenant ; la récompense sera remise au prochain passage.',
  },
  offlineKnown: (time: string) => `Solde connu au ${time}, peut-être plus récent en réalité.`,
  offlineUnknown: {
    title: 'Hors ligne : solde inconnu',
    text: 'Vous pouvez tamponner cette carte : c’est gardé, et vérifié à l’envoi.',
  },
  unsure: {
    title: 'Pas encore confirmé',
    text: 'Le service n’a pas répondu. La demande repartira toute seule : ne remettez la récompense qu’une fois confirmée, ou annulez.',
  },
  refused: 'Refusé',
  notFoundTitle: 'Aucune carte ne correspond',
  notFound: 'Vérifiez le numéro. Elle vient peut-être d’un autre commerce.',
  replacedTitle: 'Carte remplacée',
  scanAgain: 'Scanner à nouveau',
  home: 'Accueil',
  loadFailed: 'La carte n’a pas pu être lue',
  retry: 'Réessayer',
  close: 'Fermer',
  cancel: 'Annuler',
  more: 'Plus d’actions',
  actions: {
    history: 'Historique de la carte',
    link: 'Redonner le lien au client',
    replace: 'Carte perdue : la remplacer',
    adjust: 'Corriger le solde',
    close: 'Fermer la carte',
  },
  needsNetwork: 'Cette action demande le réseau.',
};

export type CardTexts = typeof texts;

export const fr: CardTexts = french(texts);
