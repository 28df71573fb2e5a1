import { french } from '../../i18n/typography';

export const fr = french({
  notAllowed: 'Seul un propriétaire ferme le compte.',
  title: 'Fermer le compte du commerce',
  lead: 'Vous quittez le service ? Dès la fermeture :',
  consequences: [
    'plus rien n’est modifié : ni au comptoir, ni au bureau, ni sur les cartes de vos clients ;',
    'tout reste lisible et peut être emporté pendant 30 jours, et vous pouvez rouvrir ;',
    'l’abonnement ne sera pas renouvelé, campagnes et messages s’arrêtent ;',
    'après 30 jours, tout est effacé, sauf ce que la loi oblige à conserver : les factures.',
  ],
  takeAlong: 'Emporter toutes les données',
  open: 'Fermer le compte…',
  cancel: 'Annuler',
  password: 'Votre mot de passe',
  passwordHint: 'Pour être sûr que c’est vous.',
  wrong: 'Ce mot de passe n’est pas le bon.',
  confirm: {
    close: {
      title: (shop: string) => `Fermer ${shop} ?`,
      text: 'Le comptoir s’arrête tout de suite : plus de tampon, plus de récompense. Dans 30 jours, clients, cartes et historique sont effacés. Jusque-là, vous pouvez rouvrir.',
      submit: 'Fermer le compte',
    },
    purge: {
      title: (shop: string) => `Tout effacer de ${shop} ?`,
      text: 'Clients, cartes, historique, photos, équipe : tout est effacé maintenant et pour toujours. Il n’y a pas de retour.',
      submit: 'Tout effacer',
    },
  },
  going: 'Tout est en train d’être effacé. Il n’y a plus de retour.',
  banner: {
    title: 'Le compte est fermé',
    text: (day: string) =>
      `Depuis le ${day}, tout se lit et s’emporte, rien ne se modifie : ni ici, ni au comptoir, ni sur les cartes.`,
    way: 'Emporter ou rouvrir',
  },
  ended: {
    title: 'Le compte est fermé',
    text: (since: string, due: string) =>
      `Depuis le ${since}, plus rien n’est modifié. Le ${due}, tout est effacé, sauf les factures. Emportez vos données d’ici là, ou rouvrez : tout reprend où il en était.`,
    reopen: 'Rouvrir le compte',
    earlier: 'Tout effacer sans attendre',
    taken: 'Vos données ont été téléchargées depuis la fermeture : elles peuvent être effacées.',
    waived: 'Vous ne voulez pas de copie : les données peuvent être effacées.',
    first: 'Téléchargez d’abord toutes les données, ou écrivez que vous n’en voulez pas de copie.',
    waive: 'Sans copie',
    sentence: (words: string) => `Écrivez : « ${words} »`,
    confirmWaiver: 'Confirmer',
    purge: 'Tout effacer maintenant…',
  },
});

export type ClosingTexts = typeof fr;
