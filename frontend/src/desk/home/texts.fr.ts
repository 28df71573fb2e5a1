import { plural } from '../../i18n/format';
import { french } from '../../i18n/typography';

const count = (n: number, one: string, other: string) => plural('fr', n, one, other);

export const fr = french({
  title: 'Accueil',
  hello: (name: string) => `Bonjour ${name}`,
  onboarding: {
    title: 'Jusqu’au premier tampon',
    progress: (done: number, all: number) => `${done} sur ${all}`,
    done: 'fait',
    steps: {
      program_created: {
        title: 'Créer un programme',
        text: 'Le nom, la récompense et les couleurs de votre carte.',
        action: 'Créer un programme',
      },
      program_active: {
        title: 'L’activer',
        text: 'Vos clients peuvent s’inscrire dès cet instant.',
        action: 'Ouvrir le programme',
      },
      poster_opened: {
        title: 'Imprimer l’affiche',
        text: 'En caisse ou en vitrine, avec son code à scanner.',
        action: 'Imprimer l’affiche',
      },
      first_customer: {
        title: 'Votre premier client',
        text: 'Ajoutez-le ici, ou laissez-le scanner l’affiche.',
        action: 'Ajouter un client',
      },
      first_stamp: {
        title: 'Le premier tampon',
        text: 'Au comptoir, avec un téléphone ou une tablette.',
        action: 'Ouvrir le comptoir',
      },
    },
    needsOther: 'À faire par un propriétaire ou un gérant.',
  },
  today: {
    title: 'Aujourd’hui',
    visits: 'Visites',
    stamps: 'Tampons',
    points: 'Points',
    redemptions: 'Récompenses remises',
    new_customers: 'Nouveaux clients',
  },
  statistics: 'Toutes les statistiques',
  now: {
    title: 'En ce moment',
    activeCards: 'Cartes actives',
    rewardsReady: 'Récompenses prêtes',
    rewardsReadyText: 'à remettre à la prochaine visite',
  },
  chart: {
    title: 'Visites des 14 derniers jours',
    total: (n: number) => count(n, 'visite', 'visites'),
    change: (percent: number) =>
      `Ces derniers jours : ${percent > 0 ? '+' : '−'}${Math.abs(percent)} % par rapport à la semaine d’avant`,
    same: 'Ces derniers jours : comme la semaine d’avant',
    table: 'Voir les chiffres',
    day: 'Jour',
    visits: 'Visites',
    empty: 'Les visites apparaîtront ici dès le premier tampon.',
    summary: (n: number, best: string, most: number) =>
      `${n} au total, le plus ${best} avec ${most}.`,
  },
  recent: {
    title: 'Activité récente',
    empty: 'Rien encore. Dès le premier passage au comptoir, vous suivrez l’activité ici.',
    anonymous: (number: string) => `Carte ${number}`,
    redeem: (reward: string) => reward,
    reward: 'Récompense',
    adjust: 'Correction',
    expire: 'Expiration',
    reverse: 'Annulation',
    import: 'Reprise',
    transfer: 'Transfert',
  },
});
