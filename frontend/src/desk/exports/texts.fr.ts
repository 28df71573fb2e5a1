import { plural } from '../../i18n/format';
import { french } from '../../i18n/typography';

export const fr = french({
  title: 'Exports',
  lead: 'Les fichiers tirés de votre carnet. Chacun reste ici sept jours ; chaque export est noté au journal.',
  none: 'Aucun export pour l’instant',
  noneText:
    'Ouvrez la liste des clients, filtrez-la comme vous voulez, puis « Exporter » : le fichier contient ce que montre la liste.',
  toList: 'Voir les clients',
  notAllowed: 'L’export est réservé aux gérants et aux propriétaires.',
  more: 'Exports plus anciens',
  columns: { what: 'Contenu', state: 'État', size: 'Taille', when: 'Date', get: 'Fichier' },
  whats: { customers: 'Clients', cards: 'Cartes', entries: 'Historique des cartes' },
  states: { running: 'En préparation…', ready: 'Prêt', failed: 'Échoué', expired: 'Expiré' },
  rows: (n: number) => plural('fr', n, 'ligne', 'lignes'),
  until: (date: string) => `jusqu’au ${date}`,
  download: 'Télécharger',
  downloadOf: (what: string, when: string) => `Télécharger : ${what}, ${when}`,
  failed: 'L’export s’est interrompu. Relancez-le depuis la liste.',
  start: {
    open: 'Exporter',
    title: 'Exporter la liste',
    narrowed: (n: string) => `Les clients que montre la liste avec ses filtres : ${n}.`,
    whole: (n: string) => `Tous les clients du carnet : ${n}.`,
    selected: (n: string) => `Les clients sélectionnés : ${n}.`,
    unknown: 'tous',
    what: 'Que faut-il exporter ?',
    hints: {
      customers: 'Une ligne par client : coordonnées, étiquettes, accords, visites.',
      cards: 'Une ligne par carte de ces clients : numéro, programme, solde.',
      entries: 'Une ligne par mouvement de ces cartes.',
    },
    format: 'Format',
    formats: { csv: 'CSV, pour tout logiciel', xlsx: 'Excel (.xlsx)' },
    careful:
      'Ce fichier contient des données personnelles : gardez-le en lieu sûr, effacez-le après usage.',
    submit: 'Préparer le fichier',
    cancel: 'Annuler',
  },
});
