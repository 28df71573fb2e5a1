import { french } from './typography';

/** Words every screen needs. An area's own texts live beside it. */
const words = {
  save: 'Enregistrer',
  cancel: 'Annuler',
  close: 'Fermer',
  back: 'Retour',
  next: 'Suivant',
  add: 'Ajouter',
  edit: 'Modifier',
  remove: 'Retirer',
  search: 'Rechercher',
  retry: 'Réessayer',
  reload: 'Recharger la page',
  loading: 'Chargement…',
  saving: 'Enregistrement…',
  saved: 'Enregistré.',
  more: 'Afficher la suite',
  optional: 'facultatif',
  copy: 'Copier',
  copied: 'Copié',
  undo: 'Annuler l’opération',
  yes: 'Oui',
  no: 'Non',
  none: 'Aucun',
  skipToContent: 'Aller au contenu',
  language: 'Langue',
  languages: { fr: 'Français', en: 'English' },
  somethingFailed: 'Un imprévu est survenu.',
};

export type Words = typeof words;

export const fr: Words = french(words);
