import { plural } from '../i18n/format';
import { french } from '../i18n/typography';

const stamps = (n: number) => plural('fr', n, 'tampon', 'tampons');

const texts = {
  counter: 'Comptoir',
  pageTitle: (merchant: string) => `Comptoir · ${merchant}`,
  skip: 'Aller au contenu',
  loading: 'Chargement…',
  retry: 'Réessayer',
  close: 'Fermer',
  back: 'Retour',
  cancel: 'Annuler',
  storageRefused:
    'Ce navigateur refuse d’enregistrer des données : le comptoir ne pourrait pas garder vos tampons. Quittez la navigation privée ou utilisez un autre navigateur.',
  signIn: {
    title: 'Ouvrir le comptoir',
    lead: 'Connectez-vous avec votre compte de l’équipe.',
    againTitle: 'Votre session est terminée',
    againLead: (name: string) =>
      `Reconnectez-vous, ${name}. Rien n’est perdu : les tampons gardés partiront juste après.`,
    email: 'Adresse e-mail',
    password: 'Mot de passe',
    submit: 'Se connecter',
    later: 'Plus tard',
    other: 'Utiliser un autre compte',
    desk: 'Mot de passe oublié, créer un compte',
    waitSeconds: (n: number) => `Réessayez dans ${plural('fr', n, 'seconde', 'secondes')}.`,
    unreachableTitle: 'Le service ne répond pas',
    unreachable:
      'La première ouverture du comptoir sur cet appareil demande une connexion. Vérifiez le réseau, puis réessayez.',
  },
  merchants: {
    title: 'Quel commerce ?',
    lead: 'Vous faites partie de plusieurs équipes.',
    none: 'Votre compte n’est rattaché à aucun commerce. Demandez à un propriétaire de vous inviter.',
    signOut: 'Se déconnecter',
  },
  roles: { owner: 'Propriétaire', manager: 'Gérant', cashier: 'Vendeur', auditor: 'Auditeur' },
  bar: {
    menu: 'Menu',
    home: 'Accueil du comptoir',
    offline: 'Hors ligne',
    waiting: (n: number) => `${n} en attente`,
    refused: (n: number) => plural('fr', n, 'refusé', 'refusés'),
    expired: 'Session terminée',
    signIn: 'Se reconnecter',
    expiredText: 'Les tampons sont gardés et partiront après votre reconnexion.',
    offlineText:
      'Vous pouvez tamponner : c’est gardé sur cet appareil et envoyé au retour du réseau.',
    replacedTitle: (name: string) => `${name} est maintenant au comptoir`,
    replacedText: (name: string) =>
      `Un autre compte s’est connecté dans ce navigateur. Ce que ${name} venait de faire et qui n’est pas envoyé reste gardé, et partira à sa prochaine connexion ici.`,
    understood: 'Compris',
    closed:
      'Le commerce a fermé son compte : les cartes se lisent, rien ne s’enregistre plus. Un propriétaire peut rouvrir.',
    readOnly: 'Votre rôle permet de consulter les cartes, pas de les tamponner.',
  },
  home: {
    title: (merchant: string) => `Comptoir, ${merchant}`,
    scan: 'Scanner une carte',
    newCustomer: 'Nouveau client',
    ready: 'Prêt pour le prochain client',
    readyText:
      'Scannez sa carte avec la caméra ou un lecteur USB, ou cherchez son nom. Le lecteur peut servir sur tous les écrans.',
    shortcuts: 'Raccourcis : / pour chercher, Échap pour revenir.',
  },
  find: {
    label: 'Rechercher un client',
    hint: 'Nom, téléphone, 4 derniers chiffres, e-mail ou numéro de carte',
    placeholder: 'Nom, téléphone, numéro…',
    clear: 'Effacer la recherche',
    recent: 'Clients récents',
    results: (n: number) => plural('fr', n, 'résultat', 'résultats'),
    more: 'Précisez la recherche pour voir d’autres résultats.',
    noneTitle: (q: string) => `Personne pour « ${q} »`,
    none: 'Vérifiez l’orthographe, ou créez sa carte : cela prend 20 secondes.',
    createPlain: 'Créer une carte',
    withoutCard: 'Pas encore de carte',
    restricted: 'Limité',
    objected: 'Opposition',
    emptyTitle: 'Pas encore de clients',
    empty: 'Les derniers clients passés apparaîtront ici. Commencez par créer une première carte.',
    offline: 'La recherche demande le réseau. Scannez la carte, ou tapez son numéro en entier.',
    openNumber: (number: string) => `Ouvrir la carte ${number}`,
    anonymous: 'Carte anonyme',
    balance: stamps,
    closed: 'Fermée',
    rewardReady: 'Récompense prête',
  },
  scan: {
    title: 'Scanner une carte',
    aim: 'Placez le code dans le cadre.',
    same: 'Carte déjà traitée. Présentez la suivante.',
    starting: 'La caméra démarre…',
    hard: 'Difficile à lire ? Augmentez la luminosité du téléphone du client, rapprochez-vous, ou tapez le numéro écrit sous le code.',
    torchOn: 'Allumer la lampe',
    torchOff: 'Éteindre la lampe',
    typeLabel: 'Numéro de la carte',
    typeHint: 'Par exemple ABCD-EFGH',
    typeOpen: 'Ouvrir',
    typeWrong: 'Un numéro de carte a 8 lettres et chiffres. Vérifiez qu’il n’en manque pas.',
    retry: 'Réessayer la caméra',
    denied: {
      title: 'La caméra n’est pas autorisée',
      text: 'Touchez le cadenas à côté de l’adresse, autorisez la caméra pour ce site, puis réessayez. En attendant, tapez le numéro de la carte.',
    },
    absent: {
      title: 'Aucune caméra sur cet appareil',
      text: 'Branchez un lecteur USB, ou tapez le numéro de la carte.',
    },
    busy: {
      title: 'La caméra est occupée',
      text: 'Une autre application ou un autre onglet s’en sert. Fermez-la, puis réessayez.',
    },
    insecure: {
      title: 'La caméra demande une adresse sécurisée',
      text: 'Ouvrez le comptoir avec une adresse qui commence par https. En attendant, tapez le numéro de la carte.',
    },
    otherMerchant: {
      title: 'C’est la carte d’un autre commerce',
      text: (slug: string) => `Cette carte vient de « ${slug} ». Demandez au client la vôtre.`,
    },
    poster: {
      title: 'C’est l’affiche, pas une carte',
      text: 'Le client la scanne avec son propre téléphone pour obtenir sa carte.',
    },
    holderLink: {
      title: 'C’est le lien personnel du client',
      text: 'Il n’a pas été ouvert. Demandez au client d’afficher sa carte et scannez le code qui s’y trouve.',
    },
    foreign: {
      title: 'Ce code n’est pas une carte de fidélité',
      text: 'Rien n’a été enregistré. Scannez le code de la carte du client.',
    },
    finishFirst: 'Carte lue. Terminez ou quittez d’abord la création en cours.',
  },
  last: {
    label: 'Dernière opération',
    earned: (units: string, card: string) => `${units} sur ${card}`,
    sale: 'Achat',
    redeemed: (card: string) => `Récompense remise pour ${card}`,
    redeeming: (card: string) => `Récompense à confirmer pour ${card}`,
    adjusted: (units: string, card: string) => `Correction de ${units} sur ${card}`,
    undone: (card: string) => `Annulé sur ${card}`,
    undoing: (card: string) => `Annulation sur ${card}`,
    kept: 'Gardé, sera envoyé',
    sending: 'Envoi…',
    cardOf: (number: string) => `la carte ${number}`,
    unknownCard: 'une carte scannée',
    undo: 'Annuler',
    seconds: (n: number) => `${n} s`,
    expired: 'Trop tard pour annuler ici : demandez à un responsable.',
    undoneNow: 'L’opération est annulée.',
    undoKept: 'L’annulation est gardée et sera envoyée.',
  },
};

export type Texts = typeof texts;

export const fr: Texts = french(texts);
