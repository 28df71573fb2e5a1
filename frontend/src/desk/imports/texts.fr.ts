import type { Import } from '../../api/imports';
import { plural } from '../../i18n/format';
import { french } from '../../i18n/typography';

const count = (n: number, one: string, other: string) => plural('fr', n, one, other);
const rows = (n: number) => count(n, 'ligne', 'lignes');

export const fr = french({
  title: 'Imports',
  lead: 'Reprenez votre fichier clients : rien n’est écrit dans le carnet avant votre accord, et tout l’import s’annule en un clic.',
  drop: {
    title: 'Déposez votre fichier ici',
    over: 'Lâchez le fichier',
    choose: 'Choisir un fichier',
    kinds:
      'CSV ou Excel (.xlsx), 50 Mo au plus. Une ligne par client, les noms des colonnes en tête.',
    sample: 'Télécharger un modèle',
    sampleName: 'modele-clients.csv',
    sending: (name: string) => `Envoi de ${name}…`,
    wrongKind: 'Ce fichier n’est ni un CSV ni un classeur Excel (.xlsx).',
    tooLarge: 'Ce fichier dépasse 50 Mo. Partagez-le en plusieurs.',
    empty: 'Ce fichier est vide.',
  },
  list: {
    title: 'Imports précédents',
    none: 'Aucun import pour l’instant.',
    file: 'Fichier',
    when: 'Date',
    state: 'État',
    result: 'Résultat',
    more: 'Imports plus anciens',
    rows,
  },
  states: {
    reading: 'Lecture…',
    uploaded: 'Colonnes à vérifier',
    checking: 'Vérification…',
    checked: 'Prêt à importer',
    running: 'Import en cours…',
    done: 'Importé',
    failed: 'Interrompu',
    cancelled: 'Abandonné',
    undoing: 'Annulation…',
    undone: 'Annulé',
  },
  notAllowed: 'L’import est réservé aux gérants et aux propriétaires.',
  page: {
    back: 'Imports',
    notFound: 'Cet import n’existe pas ou n’existe plus.',
    steps: 'Étapes de l’import',
    nameless: 'Fichier sans nom',
    step: { file: 'Fichier', mapping: 'Colonnes', check: 'Vérification', done: 'Import' },
    read: (n: number, how: string) => `${rows(n)} · ${how}`,
    separated: {
      ',': 'virgules',
      ';': 'points-virgules',
      '\t': 'tabulations',
      '|': 'barres',
    } as Record<string, string>,
    by: (what: string) => `séparées par des ${what}`,
    discard: 'Abandonner cet import',
  },
  mapping: {
    title: 'Que contient chaque colonne ?',
    text: 'Nous avons proposé ce qui paraît juste. Vérifiez, corrigez ; ce qui est « ignoré » ne sera pas lu.',
    remembered:
      'Ces colonnes étaient déjà celles d’un fichier précédent : nous avons repris vos choix. Vérifiez, corrigez.',
    column: 'Colonne du fichier',
    samples: 'Exemples',
    noSample: 'toujours vide',
    field: 'Champ du carnet',
    fieldOf: (column: string) => `Champ du carnet pour la colonne « ${column} »`,
    unnamed: (n: number) => `Colonne ${n}`,
    ignore: 'Ignorer',
    twice: 'Ce champ est déjà pris par une autre colonne.',
    nobody: 'Choisissez au moins un prénom, un nom, une société, un téléphone ou un e-mail.',
    submit: 'Vérifier le fichier',
    safe: 'La vérification n’écrit rien dans le carnet.',
    options: 'Comment importer',
    duplicate: 'Quand le client est déjà dans le carnet',
    duplicateHint: 'Reconnu à son téléphone ou à son e-mail.',
    duplicates: {
      update: ['Compléter sa fiche', 'Les champs remplis du fichier remplacent ceux de la fiche.'],
      skip: ['Passer la ligne', 'La fiche reste comme elle est.'],
      create: ['Ajouter quand même', 'Un doublon possible ; vous pourrez fusionner ensuite.'],
    } as Record<'update' | 'skip' | 'create', [string, string]>,
    dates: 'Les dates s’écrivent',
    dateOrders: { dmy: 'jour/mois/année (31/12)', mdy: 'mois/jour/année (12/31)' },
    language: 'Langue des clients, quand le fichier ne la dit pas',
    languages: { '': 'Non précisée', fr: 'Français', en: 'Anglais' },
    program: 'Programme des soldes repris',
    programHint:
      'Chaque client avec un solde reçoit une carte de ce programme. Le solde y est inscrit comme « reprise », première ligne de son historique.',
    programNone: 'Choisir un programme…',
    programMissing: 'Dites dans quel programme les soldes sont repris.',
    noProgram: 'Aucun programme actif : activez-en un pour reprendre des soldes.',
    consent: 'D’où viennent ces accords ?',
    consentHint:
      'La phrase à laquelle vos clients ont dit oui, où et quand. Elle est gardée comme preuve avec chaque accord. Sans elle, aucun accord n’est repris ; une ligne vide ou « non » ne vaut jamais accord.',
    consentPlaceholder:
      'Par exemple : « J’accepte de recevoir les nouvelles par e-mail », formulaire papier en boutique, 2024–2026',
    consentMissing: 'Dites à quoi et comment vos clients ont donné leur accord.',
  },
  groups: {
    identity: 'Identité',
    contact: 'Contact',
    address: 'Adresse',
    notebook: 'Carnet',
    card: 'Carte',
    consent: 'Accords',
  },
  progress: {
    reading: 'Lecture du fichier',
    checking: 'Vérification du fichier',
    running: 'Import en cours',
    undoing: 'Annulation de l’import',
    rows: (done: string, total: string) => `${done} lignes sur ${total}`,
    leave:
      'Vous pouvez quitter cette page et revenir : le travail continue. Le comptoir n’est pas ralenti.',
    cancel: 'Arrêter',
    stopped: 'Arrêt demandé.',
  },
  counts: {
    new: (n: number) => count(n, 'nouveau client', 'nouveaux clients'),
    changed: (n: number) => count(n, 'fiche complétée', 'fiches complétées'),
    skipped: (n: number) => count(n, 'ligne passée', 'lignes passées'),
    rejected: (n: number) => count(n, 'ligne refusée', 'lignes refusées'),
  },
  check: {
    title: 'Voici ce que donnera l’import',
    safe: 'Rien n’a encore été écrit.',
    change: 'Revoir les colonnes',
    run: (n: number) => `Importer ${rows(n)}`,
    nothing: 'Aucune ligne ne peut être importée. Revoyez les colonnes, ou corrigez le fichier.',
    problems: 'Ce qui ne passe pas',
    noProblems: 'Aucun problème : toutes les lignes passent.',
    problem: 'Problème',
    column: 'Champ',
    times: 'Lignes',
    first: (lines: readonly number[], more: boolean) =>
      `${lines.length === 1 ? 'ligne' : 'lignes'} ${lines.join(', ')}${more ? '…' : ''}`,
    rejected: 'Télécharger les lignes refusées',
    rejectedHint:
      'Ces lignes comme dans votre fichier, avec la raison de chaque refus : corrigez-les et importez-les à leur tour.',
    downloading: 'Préparation…',
    preview: 'Aperçu des lignes',
    line: 'Ligne',
    content: 'Contenu',
    open: 'Ouvrir la fiche',
    previewNone: 'Aucune ligne de cette sorte.',
    more: 'Lignes suivantes',
    outcomes: { new: 'Nouveaux', changed: 'Complétées', skipped: 'Passées', rejected: 'Refusées' },
  },
  done: {
    title: 'Import terminé',
    undone: 'Import annulé',
    undoneText:
      'Les clients, cartes et accords venus de ce fichier ont été retirés ; les fiches complétées sont redevenues ce qu’elles étaient.',
    failed: 'L’import s’est interrompu',
    failedText:
      'Le carnet est resté cohérent. Revenez aux colonnes, ou envoyez le fichier à nouveau.',
    cancelled: 'Import abandonné',
    cancelledText: 'Rien n’a été écrit dans le carnet.',
    cancelledPartly: 'Ce qui avait été écrit avant l’arrêt figure ci-dessous.',
    problems: {
      FILE_UNREADABLE:
        'Ce fichier ne peut pas être lu : il est abîmé, ou d’une autre sorte que son nom ne le dit.',
      FILE_UNSAFE:
        'Ce classeur a été refusé par prudence : il contient plus qu’un classeur ne devrait.',
      NO_ROWS: 'Ce fichier ne contient aucune ligne.',
      TOO_MANY_ROWS: 'Ce fichier a trop de lignes : partagez-le en plusieurs.',
      TOO_MANY_COLUMNS: 'Ce fichier a trop de colonnes : retirez celles qui ne servent pas.',
      PROGRAM_CLOSED:
        'Le programme choisi a été clôturé entre-temps. Ce qui a été écrit est dans le carnet et peut être annulé.',
      NOT_FINISHED:
        'L’import s’est arrêté avant la fin. Ce qui a été écrit est dans le carnet et peut être annulé.',
    } as Record<NonNullable<Import['problem']>, string>,
    removed: (n: number) => count(n, 'client retiré', 'clients retirés'),
    restored: (n: number) => count(n, 'fiche rétablie', 'fiches rétablies'),
    left: (n: number) =>
      `${count(n, 'client laissé tel quel, car il a servi depuis', 'clients laissés tels quels, car ils ont servi depuis')}`,
    undo: 'Annuler tout l’import',
    undoText: 'Retire ce que ce fichier a ajouté et rend aux fiches leur état d’avant.',
    locked: 'Cet import ne peut plus être annulé : ses clients ou leurs cartes ont servi depuis.',
    customers: 'Voir les clients',
    again: 'Importer un autre fichier',
  },
});
