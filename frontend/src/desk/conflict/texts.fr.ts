import { french } from '../../i18n/typography';
export const fr = french({
  mine: 'Votre version',
  theirs: 'Version enregistrée',
  empty: 'vide',
  theirChanges: (fields: string) => `Repris de l’autre personne : ${fields}.`,
  myChanges: (fields: string) => `Conservé de vous : ${fields}.`,
  choose: (field: string) => `Que garder pour « ${field} » ?`,
  noConflict: 'Vos changements ne se croisent pas : tout peut être gardé.',
  submit: 'Enregistrer ainsi',
  cancel: 'Continuer à éditer',
});
