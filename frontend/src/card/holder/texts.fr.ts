import { plural } from '../../i18n/format';
import { french } from '../../i18n/typography';

const stamps = (count: number) => plural('fr', count, 'tampon', 'tampons');

const texts = {
  showCode: 'Montrer mon code',
  qrLabel: 'Code QR de votre carte, à présenter en caisse',
  qrEnlarge: 'Afficher le code QR en plein écran',
  present: 'À présenter en caisse',
  orNumber: 'Ou dictez ce numéro',
  brightness: 'Montez la luminosité de l’écran si le code ne passe pas.',
  next: (missing: number, reward: string) =>
    missing === 1
      ? `Plus qu’un tampon avant : ${reward}`
      : `Plus que ${stamps(missing)} avant : ${reward}`,
  full: 'Votre carte est pleine : profitez de votre récompense !',
  ready: 'Récompense disponible',
  readySeveral: 'Récompenses disponibles',
  readyHow: 'Demandez-la en caisse en montrant votre code.',
  gained: (count: number, balance: number, slots: number) =>
    `${count === 1 ? 'Un tampon ajouté' : `${stamps(count)} ajoutés`} : ${balance} sur ${slots}.`,
  rewards: 'Récompenses',
  available: 'disponible',
  missing: (count: number) => `encore ${stamps(count)}`,
  activity: 'Derniers passages',
  allActivity: (count: number) => `Voir les ${count} derniers`,
  noActivity: 'Votre premier tampon apparaîtra ici.',
  kind: {
    earn: 'Tampon',
    redeem: 'Récompense',
    adjust: 'Correction',
    expire: 'Expiration',
    reverse: 'Annulation',
    import: 'Reprise',
    transfer: 'Transfert',
  },
  upToDate: (time: string) => `À jour à ${time}`,
  lastKnown: 'Dernier état connu',
  offline: (when: string) =>
    `Pas de connexion. Lu pour la dernière fois le ${when}. Le code reste valable en caisse.`,
  keep: 'Gardez-la sous la main',
  keepIos: 'Touchez Partager, puis « Sur l’écran d’accueil ».',
  keepAndroid: 'Ouvrez le menu ⋮ du navigateur, puis « Ajouter à l’écran d’accueil ».',
  keepOther: 'Ajoutez cette page à vos favoris : son adresse ouvre votre carte.',
  keepWarning: 'Cette adresse est personnelle : ne la partagez pas.',
  keepDone: 'C’est fait',
  closed: 'Cette carte est fermée',
  closedBody: 'Elle ne reçoit plus de tampons. Pour toute question, adressez-vous au commerce.',
  ending: (day: string) =>
    `Le programme se termine. Vos récompenses vous attendent jusqu’au ${day}.`,
  endingSoon: 'Le programme se termine. Demandez vos récompenses dès votre prochain passage.',
  over: 'Ce programme est terminé',
  overBody: 'Il ne donne plus de tampons ni de récompenses. Merci de votre fidélité !',
  lost: 'Ce lien n’ouvre plus de carte',
  lostBody:
    'Un nouveau lien l’a peut-être remplacé. Demandez-le en caisse : vos tampons sont gardés.',
  incomplete: 'Ce lien est incomplet',
  incompleteBody:
    'Il manque la fin de l’adresse. Rouvrez le lien d’origine, ou demandez-en un nouveau en caisse : vos tampons sont gardés.',
  openMine: 'Ouvrir ma carte',
  joinAgain: 'Prendre une nouvelle carte',
};

export type HolderTexts = typeof texts;

export const fr: HolderTexts = french(texts);
