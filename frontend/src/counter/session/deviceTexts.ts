import { plural } from '../../i18n/format';
import { french } from '../../i18n/typography';

const fr = french({
  who: 'Qui est au comptoir ?',
  place: (device: string, location: string) => `${device}, ${location}`,
  noPin: 'pas de code',
  noPinText:
    'Pas encore de code : choisissez-le dans le bureau, sous « Équipe », ou connectez-vous par mot de passe.',
  nobody: 'Personne de l’équipe n’ouvre le comptoir ici. Un responsable règle cela dans le bureau.',
  pinOf: (name: string) => `Code de ${name}`,
  typed: (n: number) => plural('fr', n, 'chiffre tapé', 'chiffres tapés'),
  erase: 'Effacer le dernier chiffre',
  enter: 'Ouvrir le comptoir',
  other: 'Quelqu’un d’autre',
  withPassword: 'Se connecter par mot de passe',
  withPin: 'Ouvrir avec un code',
  pair: 'Associer cet appareil',
  pairTitle: 'Associer cet appareil',
  pairLead:
    'Dans le bureau, sous « Réglages, Lieux et appareils », un responsable obtient un code pour cet appareil.',
  code: 'Code d’association',
  codeHint: 'Huit caractères, valables dix minutes.',
  submit: 'Associer',
  back: 'Retour',
  again: (name: string) => `${name}, tapez votre code pour continuer.`,
});

const en: typeof fr = {
  who: 'Who is at the counter?',
  place: (device, location) => `${device}, ${location}`,
  noPin: 'no PIN',
  noPinText: 'No PIN yet: choose it in the desk, under “Team”, or sign in with a password.',
  nobody: 'Nobody of the team opens the counter here. A manager can change that in the desk.',
  pinOf: (name) => `PIN of ${name}`,
  typed: (n) => plural('en', n, 'digit typed', 'digits typed'),
  erase: 'Erase the last digit',
  enter: 'Open the counter',
  other: 'Somebody else',
  withPassword: 'Sign in with a password',
  withPin: 'Open with a PIN',
  pair: 'Pair this device',
  pairTitle: 'Pair this device',
  pairLead:
    'In the desk, under “Settings, Locations and devices”, a manager gets a code for this device.',
  code: 'Pairing code',
  codeHint: 'Eight characters, valid for ten minutes.',
  submit: 'Pair',
  back: 'Back',
  again: (name) => `${name}, type your PIN to go on.`,
};

export const deviceTexts = { fr, en };
