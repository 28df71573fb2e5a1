import { french } from '../../i18n/typography';

const texts = {
  title: 'Nouvelle carte',
  program: 'Programme',
  firstName: 'Prénom',
  phone: 'Téléphone',
  email: 'E-mail',
  optional: 'facultatif',
  consent: 'Accepte de recevoir nos offres',
  consentHint:
    'À cocher seulement si le client le demande. Sa carte marche aussi bien sans, et il peut changer d’avis à tout moment.',
  terms: {
    accept: 'Accepte les conditions du programme',
    hint: 'À cocher si le client les a lues. Sinon, la page de sa carte les lui demandera.',
    read: 'Lire les conditions',
  },
  sponsor: {
    label: 'Parrainé par',
    optional: 'facultatif',
    hint: (theirs: string, own: string) =>
      `La carte de la personne qui l’envoie : ${theirs} pour elle, ${own} pour le nouveau client, à son premier passage.`,
    scan: 'Scanner',
    scanTitle: 'Carte du parrain',
    by: (name: string) => `Parrainé par ${name}`,
    anonymous: 'une carte sans nom',
    thanks: (units: string) => `recevra ${units}`,
    remove: 'Retirer le parrain',
    wrong: {
      unknown: 'Aucune carte de ce programme n’a ce numéro.',
      otherProgram: 'Cette carte est celle d’un autre programme : le parrain doit avoir la même.',
      closed: 'Cette carte est fermée : elle ne peut plus parrainer.',
      own: 'C’est sa propre carte.',
    },
  },
  submit: 'Créer la carte',
  anonymous: 'Carte sans nom',
  anonymousHint: 'Aucune donnée. Une carte perdue ne pourra pas être retrouvée par le nom.',
  cancel: 'Annuler',
  needOne: 'Indiquez au moins un prénom, ou choisissez la carte sans nom.',
  badFirstName: 'Ce prénom est trop long.',
  badPhone: 'Ce numéro n’est pas complet. Exemple : 06 39 98 01 42.',
  badEmail: 'Cette adresse n’est pas complète. Exemple : camille@exemple.fr.',
  offline: 'Créer une carte demande le réseau. Ce que vous avez saisi est gardé.',
  noProgramTitle: 'Aucun programme en cours',
  noProgram: 'Un responsable doit d’abord ouvrir un programme au bureau.',
  openDesk: 'Ouvrir le bureau',
  created: (name: string) => `Carte créée pour ${name}`,
  createdAnonymous: 'Carte créée',
  duplicate: {
    title: 'Ce client existe déjà',
    text: 'Ce téléphone ou cet e-mail est déjà dans votre carnet.',
    open: 'Ouvrir sa carte',
    addCard: 'Lui créer cette carte',
    anyway: 'C’est quelqu’un d’autre : créer quand même',
    back: 'Revenir à la saisie',
  },
};

export type EnrolTexts = typeof texts;

export const fr: EnrolTexts = french(texts);
