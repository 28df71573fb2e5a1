import { plural } from '../../i18n/format';
import { french } from '../../i18n/typography';

const count = (n: number, one: string, other: string) => plural('fr', n, one, other);

export const fr = french({
  title: 'Doublons',
  lead: 'Des fiches qui se ressemblent. Vous décidez : fusionner, ou dire que ce sont deux personnes. Une fusion s’annule tant que rien d’autre ne s’est passé.',
  notAllowed: 'La fusion est réservée aux gérants et aux propriétaires.',
  readOnly:
    'Des fiches qui se ressemblent. Les gérants et les propriétaires décident : fusionner, ou dire que ce sont deux personnes.',
  tabs: { proposed: 'À décider', dismissed: 'Deux personnes' },
  none: 'Aucun doublon',
  noneText:
    'Deux fiches avec le même téléphone, le même e-mail ou des noms très proches apparaîtront ici, par exemple après un import.',
  pairOf: (a: string, b: string) => `${a} et ${b}`,
  reasons: { phone: 'même téléphone', email: 'même e-mail', name: 'noms très proches' } as Record<
    string,
    string
  >,
  compare: 'Comparer et fusionner',
  compareOf: (a: string, b: string) => `Comparer et fusionner : ${a} et ${b}`,
  dismiss: 'Deux personnes',
  dismissOf: (a: string, b: string) => `Ce sont deux personnes : ${a} et ${b}`,
  dismissed: 'Noté : ce sont deux personnes. Cette paire ne sera plus proposée.',
  dismissedOn: (date: string) => `deux personnes, dit le ${date}`,
  noneDismissed: 'Rien n’est mis de côté',
  noneDismissedText:
    'Les paires dont on a dit que ce sont deux personnes apparaîtront ici, et pourront être remises.',
  putBack: 'Remettre',
  putBackOf: (a: string, b: string) => `Remettre parmi celles à décider : ${a} et ${b}`,
  restored: 'Remise : cette paire est de nouveau à décider.',
  undo: 'Annuler',
  more: 'Doublons suivants',
  nameless: 'Sans nom',
  facts: {
    visits: (n: number) => count(n, 'visite', 'visites'),
    since: (date: string) => `depuis le ${date}`,
  },
  merges: {
    title: 'Fusions récentes',
    line: (merged: string, kept: string) => `« ${merged} » fusionnée dans « ${kept} »`,
    someone: 'Une fiche',
    moved: (cards: number) => count(cards, 'carte déplacée', 'cartes déplacées'),
    undo: 'Annuler la fusion',
    undoOf: (name: string) => `Annuler la fusion de ${name}`,
    undone: 'Fusion annulée : les deux fiches sont comme avant.',
    reversed: 'annulée',
    locked: 'ne peut plus être annulée',
    here: (name: string) => `La fiche « ${name} » a été fusionnée dans celle-ci.`,
    open: 'Ouvrir la fiche gardée',
  },
  merge: {
    title: 'Fusionner deux fiches',
    back: 'Doublons',
    choose: 'Avec quelle fiche fusionner ?',
    chooseText: (name: string) =>
      `Cherchez l’autre fiche de ${name} : nom, téléphone, e-mail ou carte.`,
    search: 'Chercher l’autre fiche',
    found: (n: number) => count(n, 'fiche trouvée', 'fiches trouvées'),
    nobody: 'Aucune autre fiche trouvée.',
    kept: 'Fiche gardée',
    merged: 'Fiche fusionnée',
    swap: 'Inverser',
    fields: 'Que garder ?',
    fieldsText:
      'Là où les deux fiches diffèrent, choisissez. Ce qui n’existe que d’un côté est gardé.',
    same: (fields: string) => `Identiques : ${fields}.`,
    keepOf: (field: string) => `Que garder pour « ${field} » ?`,
    address: 'Adresse',
    photo: 'Photo',
    hasPhoto: 'une photo',
    empty: 'vide',
    both: 'Notes et étiquettes des deux fiches sont réunies.',
    moves: 'Ce qui est déplacé',
    cards: (n: number) => count(n, 'carte', 'cartes'),
    moved: (card: string, units: string) => `${card} : passe à la fiche gardée avec ${units}.`,
    joins: (card: string, units: string) =>
      `${card} : ${units} rejoignent la carte du même programme ; son code continue de marcher.`,
    consents: (n: number) => count(n, 'accord', 'accords'),
    safe: 'Rien n’est perdu : cartes, soldes, accords et historique passent à la fiche gardée, et les anciens codes de carte continuent de marcher. La fusion s’annule tant qu’aucune des deux fiches ni leurs cartes n’ont bougé.',
    submit: 'Fusionner',
    cancel: 'Ne pas fusionner',
    changed:
      'Une des fiches a changé entre-temps. Les valeurs sont à jour : vérifiez et fusionnez à nouveau.',
  },
});
