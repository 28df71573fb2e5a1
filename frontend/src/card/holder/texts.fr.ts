import { french } from '../../i18n/typography';

const texts = {
  next: (missing: string, reward: string) => `Plus que ${missing} avant : ${reward}`,
  allInReach: 'Toutes les récompenses sont à votre portée',
  gained: (units: string, balance: string) => `+ ${units} : ${balance} sur votre carte.`,
  showCode: 'Montrer mon code',
  qrLabel: 'Code QR de votre carte, à présenter en caisse',
  qrEnlarge: 'Afficher le code QR en plein écran',
  present: 'À présenter en caisse',
  orNumber: 'Ou dictez ce numéro',
  upToDate: (time: string) => `À jour à ${time}`,
  lastKnown: 'Dernier état connu',
  offline: (when: string) =>
    `Pas de connexion. Lu pour la dernière fois le ${when}. Le code reste valable en caisse.`,
  shopEnded: 'Ce commerce a fermé son compte',
  shopEndedBody: 'Votre carte se lit encore, mais ne gagne et ne donne plus rien.',
  closed: 'Cette carte est fermée',
  closedBody: 'Elle ne sert plus. Pour toute question, adressez-vous au commerce.',
  ending: (day: string) =>
    `Le programme se termine. Vos récompenses vous attendent jusqu’au ${day}.`,
  endingSoon: 'Le programme se termine. Demandez vos récompenses dès votre prochain passage.',
  over: 'Ce programme est terminé',
  overBody:
    'On n’y gagne plus rien, et ses récompenses ne sont plus remises. Merci de votre fidélité !',
  lost: 'Ce lien n’ouvre plus de carte',
  lostBody: 'Un nouveau lien l’a remplacé, ou vos données ont été effacées. Demandez en caisse.',
  incomplete: 'Ce lien est incomplet',
  incompleteBody:
    'Il manque la fin de l’adresse. Rouvrez le lien d’origine, ou demandez-en un nouveau en caisse : rien n’est perdu.',
  openMine: 'Ouvrir ma carte',
  joinAgain: 'Prendre une nouvelle carte',
};

export type HolderTexts = typeof texts;

export const fr: HolderTexts = french(texts);
