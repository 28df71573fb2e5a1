import { french } from '../i18n/typography';

const texts = {
  loading: 'Chargement…',
  retry: 'Réessayer',
  close: 'Fermer',
  skip: 'Aller au contenu',
  language: 'Langue',
  languages: { fr: 'Français', en: 'English' },
  title: (merchant: string) => `${merchant} · carte de fidélité`,
  poweredBy: 'Carte tenue avec Mon Carnet Client',
  progress: (units: string, slots: number) => `${units} sur ${slots}`,
  rewardFor: (units: string, name: string) => `${units} = ${name}`,
  problem: {
    title: 'La page n’a pas pu s’afficher',
    offline: 'Vous êtes hors ligne. Réessayez une fois connecté.',
    unreachable: 'Le service ne répond pas. Vérifiez votre connexion, puis réessayez.',
    unavailable: 'Le service est momentanément indisponible. Réessayez dans un instant.',
    tooMany: 'Trop d’essais d’affilée. Patientez quelques minutes, puis réessayez.',
    closedProgram: 'Ce programme vient de se terminer : il n’accepte plus de nouvelles cartes.',
    noRoom: 'Ce commerce ne peut pas créer de nouvelle carte pour l’instant. Demandez au comptoir.',
    fields: 'Corrigez les champs signalés, puis réessayez.',
    unknown: 'Un imprévu est survenu. Rien n’a été créé ; réessayez.',
  },
  notFound: {
    title: 'Cette page n’existe pas',
    body: 'L’adresse est peut-être incomplète. Scannez de nouveau l’affiche du commerce.',
  },
};

export type CardTexts = typeof texts;

export const fr: CardTexts = french(texts);
