import { french } from '../i18n/typography';

const fr = french({
  title: 'Deuxième étape',
  code: 'Code à six chiffres',
  codeHint: 'Celui que montre votre application d’authentification.',
  recovery: 'Code de secours',
  recoveryHint: 'Un de ceux que vous avez gardés. Il ne servira qu’une fois.',
  passkeyLead: 'Confirmez avec votre clé d’accès : empreinte, visage ou code de l’appareil.',
  passkey: 'Utiliser une clé d’accès',
  useCode: 'Utiliser un code à six chiffres',
  useRecovery: 'Utiliser un code de secours',
  submit: 'Confirmer',
  back: 'Recommencer',
  refused: 'La clé d’accès n’a pas été présentée. Réessayez, ou prenez un autre moyen.',
});

const en: typeof fr = {
  title: 'Second step',
  code: 'Six-digit code',
  codeHint: 'The one that your authenticator app shows.',
  recovery: 'Recovery code',
  recoveryHint: 'One of those that you kept. It works only once.',
  passkeyLead: 'Confirm with your passkey: fingerprint, face or the code of the device.',
  passkey: 'Use a passkey',
  useCode: 'Use a six-digit code',
  useRecovery: 'Use a recovery code',
  submit: 'Confirm',
  back: 'Begin again',
  refused: 'The passkey was not presented. Try again, or use another way.',
};

export const texts = { fr, en };
