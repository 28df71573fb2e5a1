import { plural } from '../../i18n/format';
import { french } from '../../i18n/typography';

const count = (n: number, one: string, other: string) => plural('fr', n, one, other);

const stamps = (n: number) => count(n, 'tampon', 'tampons');

import { listFr } from './texts.list.fr';
import { recordFr } from './texts.record.fr';

export const fr = french({
  ...listFr,
  ...recordFr,
  cards: {
    title: 'Cartes',
    none: 'Pas encore de carte. Inscrivez ce client à un programme pour qu’il reçoive des tampons.',
    noProgram: 'Aucun programme actif : activez-en un pour pouvoir donner une carte.',
    toPrograms: 'Voir les programmes',
    enrol: 'Donner une carte',
    enrolTitle: 'Donner une carte',
    enrolText: 'Choisissez le programme.',
    enrolSubmit: 'Créer la carte',
    number: (n: string) => `Carte ${n}`,
    choose: 'Choisir la carte',
    closed: 'Clôturée',
    balance: (balance: number, slots: number) => `${balance} sur ${stamps(slots)}`,
    ready: (reward: string) => `Récompense prête : ${reward}`,
    counter: 'Tamponner au comptoir',
    more: 'Autres actions',
    adjust: 'Corriger le solde…',
    link: 'Nouveau lien de la carte…',
    replace: 'Remplacer une carte perdue…',
    close: 'Clôturer la carte…',
    alreadyTitle: 'Une carte existe déjà dans ce programme.',
  },
  adjust: {
    title: 'Corriger le solde',
    text: 'Une correction est une ligne du carnet comme une autre : elle porte votre nom et sa raison, et on peut revenir dessus.',
    direction: 'Sens de la correction',
    add: 'Ajouter',
    remove: 'Retirer',
    amount: 'Nombre de tampons',
    reason: 'Raison',
    reasonHint: 'Par exemple : carte papier reprise',
    result: (balance: number) => `Le solde passera à ${stamps(balance)}.`,
    impossible: 'On ne peut pas retirer plus que le solde.',
    submit: 'Corriger',
    cancel: 'Annuler',
  },
  link: {
    title: 'Nouveau lien de la carte',
    text: 'L’ancien lien cessera de fonctionner aussitôt. Votre client devra ouvrir le nouveau.',
    submit: 'Créer un nouveau lien',
    cancel: 'Garder l’ancien',
    readyTitle: 'La carte est prête',
    readyText:
      'Faites scanner ce code par le téléphone de votre client, ou envoyez-lui le lien. Il ne s’affichera plus ensuite.',
    copy: 'Copier le lien',
    copied: 'Lien copié',
    qr: 'Code QR qui ouvre la carte',
    done: 'C’est fait',
  },
  replace: {
    title: 'Remplacer une carte perdue',
    text: 'La carte actuelle et son lien cessent de fonctionner aussitôt. Les tampons et l’historique restent.',
    reason: 'Raison',
    reasonHint: 'Par exemple : téléphone perdu',
    submit: 'Remplacer la carte',
    cancel: 'Garder cette carte',
  },
  close: {
    title: 'Clôturer la carte',
    text: (balance: string) =>
      `Plus de tampons ni de récompenses sur cette carte, et on ne peut pas la rouvrir. Solde perdu : ${balance}.`,
    reason: 'Raison',
    reasonHint: 'Par exemple : à la demande du client',
    submit: 'Clôturer la carte',
    cancel: 'Garder la carte',
  },
  timeline: {
    title: 'Historique',
    empty: 'Rien encore sur cette carte. Le premier passage au comptoir apparaîtra ici.',
    more: 'Plus ancien',
    kinds: {
      earn: (n: number) => `${stamps(n)} au comptoir`,
      redeem: (reward: string) => `Récompense remise : ${reward}`,
      adjust: 'Correction du solde',
      expire: 'Tampons expirés',
      reverse: 'Annulation',
      import: 'Reprise',
      transfer: 'Transfert',
    },
    reward: 'récompense',
    reversed: 'annulé',
    balance: (n: number) => `Solde ${n}`,
    reverseLine: (what: string) => `Annuler cette ligne : ${what}`,
    keep: 'Garder la ligne',
    reverseTitle: 'Annuler cette ligne',
    reverseOf: (what: string, when: string) => `Annuler « ${what} » du ${when}`,
    reversedNow: (what: string) => `Annulé : ${what}.`,
    actors: { member: 'équipe', api_key: 'clé API', holder: 'titulaire', system: 'système' },
    reason: (text: string) => `Raison : ${text}`,
    receipt: (text: string) => `Ticket ${text}`,
  },
  readOnly: 'Votre rôle permet de consulter les clients, pas de les modifier.',
  readOnlyCards: 'Votre rôle ne permet pas de modifier les cartes.',
  needsManager: 'Réservé aux gérants et propriétaires.',
  stamps,
});
