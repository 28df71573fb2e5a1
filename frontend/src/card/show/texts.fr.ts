import { french } from '../../i18n/typography';

const texts = {
  heading: 'Ce code se montre en caisse',
  body: (merchant: string) =>
    `C’est le code d’une carte de fidélité de ${merchant}. Il se lit avec l’appareil du commerce ; il ne dit rien de la personne.`,
  bodyPlain:
    'C’est le code d’une carte de fidélité. Il se lit avec l’appareil du commerce ; il ne dit rien de la personne.',
  yours: 'C’est votre carte ?',
  yoursBody: 'Ouvrez-la par votre propre lien, puis présentez-la à l’équipe.',
  openMine: 'Ouvrir ma carte',
  notYet: 'Pas encore de carte ?',
  join: 'Créer la mienne',
  team: 'Vous êtes de l’équipe ?',
  counter: 'Ouvrir le comptoir',
};

export type ShowTexts = typeof texts;

export const fr: ShowTexts = french(texts);
