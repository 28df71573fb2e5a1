import { french } from '../../i18n/typography';

export const fr = french({
  title: 'Utilisation et conservation',
  banner: {
    title: 'Données conservées, non utilisées',
    text: 'Modifier, fusionner, exporter, écrire : tout cela est refusé jusqu’à la levée. La carte, elle, continue de servir à la personne.',
    objected:
      'Cette personne s’est opposée à être contactée : ses coordonnées ont été effacées et ne reviendront pas par un import. Sa carte continue.',
    objectedTitle: 'Opposition enregistrée',
  },
  use: {
    title: 'Limitation',
    none: 'Rien ne limite l’utilisation de ces données.',
    restrict: 'Limiter l’utilisation…',
    since: (date: string) => `Limitée depuis le ${date}`,
    byHolder: 'à la demande de la personne, sur sa page',
    reasons: {
      accuracy: 'L’exactitude des données est contestée',
      unlawful: 'L’utilisation était illicite',
      legal_claims: 'Les données servent à un litige',
      objection: 'Une opposition est en cours d’examen',
    },
    tell: 'Pour la lever, la personne doit d’abord l’apprendre.',
    byMail: 'La prévenir par e-mail',
    told: 'Je l’ai prévenue',
    mailing: 'L’e-mail part. Vous pourrez lever la limitation dès qu’il est parti.',
    informed: (date: string) => `La personne est prévenue depuis le ${date}.`,
    lift: 'Lever la limitation',
    lifted: 'La limitation est levée.',
  },
  dialog: {
    title: (name: string) => `Limiter l’utilisation des données de ${name}`,
    lead: 'Les données restent, marquées, et plus personne ne s’en sert : ni modification, ni fusion, ni export, ni message. Présenter la carte au comptoir reste possible.',
    reason: 'Pourquoi',
    submit: 'Limiter l’utilisation',
    cancel: 'Annuler',
  },
  hold: {
    title: 'Gel',
    none: 'Aucun gel : les durées de conservation s’appliquent.',
    until: (date: string) => `Gelée jusqu’au ${date}`,
    place: 'Geler la fiche…',
    all: 'Voir les gels',
  },
});
