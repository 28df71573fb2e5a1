import { plural } from '../../i18n/format';
import { french } from '../../i18n/typography';

const count = (n: number, one: string, other: string) => plural('fr', n, one, other);

export const fr = french({
  simulator: {
    title: 'Essayer une vente',
    amount: 'Montant des achats',
    day: 'Jour',
    time: 'Heure',
    earns: (units: string) => `rapporte ${units}`,
    gains: {
      visit: 'Passage',
      amount: 'Montant',
      item: 'Articles',
      bonus: 'Bonus',
      tier: 'Niveau',
      sponsorship: 'Parrainage',
      cap: 'Limite',
    },
    signed: (n: number) => `${n < 0 ? '−' : '+'}${Math.abs(n).toLocaleString('fr-FR')}`,
    unfinished: 'Terminez d’abord les règles ci-dessus : il y manque quelque chose.',
    note: 'Calculé par le service, avec les règles écrites ci-dessus, même non enregistrées, pour une nouvelle cliente. Rien n’est enregistré.',
  },
  effects: {
    title: 'Effet sur les cartes existantes',
    lead: 'Voici ce que ce changement fera, s’il est publié maintenant.',
    cards: 'Cartes en cours',
    outstanding: 'Déjà gagné, pas encore utilisé',
    inReach: 'Cartes avec une récompense à portée',
    expiring: 'Expire dans les 90 jours',
    number: (n: number) => n.toLocaleString('fr-FR'),
    from: (before: number, after: number) =>
      `${before.toLocaleString('fr-FR')} → ${after.toLocaleString('fr-FR')}`,
    fewerInReach: (n: number) =>
      `${count(n, 'carte perd', 'cartes perdent')} une récompense qui était à portée.`,
    notes: {
      FORWARD_ONLY: 'Le changement vaut pour la suite : ce qui est gagné reste acquis.',
      EARNS_LESS: 'Une même vente rapportera moins qu’aujourd’hui.',
      EARNS_NOTHING_BY_ITSELF: 'Avec ces règles, une vente ne rapporte plus rien d’elle-même.',
      REWARD_DEARER: 'Une récompense devient plus chère : prévenez les clients qui y sont presque.',
      REWARD_WITHDRAWN: 'Une récompense disparaît du catalogue.',
      EXPIRY_OF_EXISTING_UNITS_UNCHANGED:
        'Ce qui est déjà gagné garde sa date d’expiration ; la nouvelle durée vaut pour la suite.',
      TIERS_RECOUNTED: 'Les niveaux sont recalculés : des clients peuvent en changer.',
      DISCOUNT_WORTH_LESS: 'Ce qui est déjà gagné vaudra moins comme remise.',
      FEWER_LOCATIONS: 'Le programme ne vaudra plus dans certains points de vente.',
      NEW_TERMS:
        'Nouvelles conditions : les clients inscrits gardent celles qu’ils ont acceptées, et peuvent accepter les nouvelles sur leur carte.',
    },
    publish: 'Publier le changement',
    back: 'Continuer à modifier',
    close: 'Fermer',
  },
});
