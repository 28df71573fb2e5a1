import { plural } from '../../i18n/format';
import { french } from '../../i18n/typography';

export const fr = french({
  notAllowed: 'Seul un propriétaire emporte ou reprend toutes les données.',
  out: {
    title: 'Tout emporter',
    lead: 'Clients, cartes, historique, programmes, photos : un seul fichier, lisible par vous et repris sans différence par un autre hébergeur de ce logiciel. L’équipe, les clés et l’abonnement restent.',
    careful:
      'Ce fichier contient les données de tous vos clients : gardez-le comme votre caisse. Chaque téléchargement est inscrit au journal.',
    make: 'Préparer le fichier',
    files: 'Vos fichiers',
    made: (when: string) => `Fichier du ${when}`,
    states: { running: 'En préparation', ready: 'Prêt', failed: 'Échoué', expired: 'Expiré' },
    running: 'Vous pouvez quitter cette page.',
    about: (rows: number, size: string, until: string) =>
      `${plural('fr', rows, 'ligne', 'lignes')}, ${size}, jusqu’au ${until}`,
    failed: 'Il n’a pas pu être fait. Demandez-en un autre.',
    none: 'Aucun fichier pour l’instant. Il est gardé sept jours une fois prêt.',
    download: 'Télécharger',
    downloadOf: (when: string) => `Télécharger le fichier du ${when}`,
  },
  in: {
    title: 'Reprendre vos données',
    lead: 'Vous venez d’un autre hébergeur ? Déposez ici le fichier qu’il vous a donné. Mêmes cartes, mêmes codes, mêmes soldes : rien à refaire pour vos clients.',
    empty: 'Seulement dans un commerce encore vide : sans client, ni programme, ni lieu.',
    whole: 'Tout ou rien : s’il manque une seule ligne, rien n’est gardé.',
    choose: 'Choisir le fichier…',
    sending: (name: string) => `Envoi de ${name}`,
    list: 'Reprises',
    when: (when: string) => `Reprise du ${when}`,
    states: { running: 'En cours', done: 'Terminée', failed: 'Échouée' },
    done: (rows: number) =>
      `${plural('fr', rows, 'ligne reprise', 'lignes reprises')}, sans différence`,
    running: 'Vous pouvez quitter cette page.',
    toCustomers: 'Voir les clients',
  },
});
