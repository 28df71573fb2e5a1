import { french } from '../../i18n/typography';

const texts = {
  history: 'Historique',
  historyEmpty: 'Aucune opération sur cette carte.',
  kinds: {
    earn: 'Passage',
    redeem: 'Récompense',
    adjust: 'Correction',
    expire: 'Expiration',
    reverse: 'Annulation',
    import: 'Reprise',
    transfer: 'Transfert',
  },
  reversed: 'annulé',
  undo: 'Annuler',
  link: {
    title: 'Redonner le lien au client',
    text: 'Un nouveau lien vers sa carte est créé ; l’ancien cesse de fonctionner. Le solde ne change pas.',
    confirm: 'Créer un nouveau lien',
  },
  identify: {
    text: 'Assurez-vous que c’est bien cette personne. Avec le code, elle ouvre « Mes données » sur la page de sa carte.',
    confirm: 'Donner un code',
    tell: 'Dictez ce code à la personne. Il ne sert qu’une fois.',
    until: (time: string) => `Valable jusqu’à ${time}.`,
  },
  replace: {
    title: 'Remplacer la carte',
    text: 'L’ancien code ne marchera plus. Le solde passe sur une nouvelle carte.',
    confirm: 'Remplacer la carte',
    done: 'Nouvelle carte créée',
    open: 'Ouvrir la nouvelle carte',
  },
  adjust: {
    title: 'Corriger le solde',
    text: (balance: string) =>
      `Solde actuel : ${balance}. La correction reste visible dans l’historique.`,
    delta: 'Correction',
    less: 'Retirer un tampon',
    more: 'Ajouter un tampon',
    after: (balance: string) => `Nouveau solde : ${balance}`,
    reason: 'Motif',
    reasonHint: 'Par exemple : erreur de saisie. Pas de donnée personnelle.',
    confirm: 'Enregistrer la correction',
    done: 'Solde corrigé.',
  },
  closure: {
    title: 'Fermer la carte',
    text: (balance: string) =>
      `C’est définitif : cette carte ne pourra plus être tamponnée, et ${balance} seront perdus.`,
    textEmpty: 'C’est définitif : cette carte ne pourra plus être tamponnée.',
    reason: 'Motif',
    confirm: 'Fermer définitivement',
    done: 'La carte est fermée.',
  },
  handOver: {
    title: 'À ouvrir sur le téléphone du client',
    text: 'Le client scanne ce code avec son téléphone : sa carte s’ouvre, sans rien installer.',
    alt: 'Code QR qui ouvre la carte du client',
    once: 'Ce code n’est montré qu’une fois.',
    copy: 'Copier le lien',
    copied: 'Lien copié',
    done: 'C’est fait',
    open: 'Tamponner maintenant',
  },
};

export type ActionTexts = typeof texts;

export const fr: ActionTexts = french(texts);
