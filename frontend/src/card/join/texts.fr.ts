import { french } from '../../i18n/typography';

const texts = {
  heading: (merchant: string) => `Votre carte de fidélité chez ${merchant}`,
  lead: 'Dans votre téléphone, sans application et gratuite. Elle s’ouvre tout de suite.',
  youHaveOne: 'Vous avez déjà une carte ici',
  youHaveOneBody: 'Elle est enregistrée dans ce navigateur. Une seule suffit.',
  openMine: 'Ouvrir ma carte',
  whichProgram: 'Quelle carte souhaitez-vous ?',
  none: 'Pas de nouvelle carte pour le moment',
  noneBody: (merchant: string) =>
    `${merchant} n’a pas de programme de fidélité ouvert aujourd’hui. Demandez en caisse quand il reprendra.`,
  preview: 'Aperçu de votre carte',
  formTitle: 'Vos coordonnées',
  firstName: 'Prénom',
  firstNameMissing: 'Indiquez votre prénom, ou un surnom.',
  contact: 'Pour retrouver votre carte',
  contactHint: 'Si vous changez de téléphone, en caisse, on la retrouve avec ceci.',
  byPhone: 'Téléphone',
  byEmail: 'E-mail',
  phone: 'Numéro de téléphone',
  phoneExample: '06\u00a039\u00a098\u00a001\u00a023',
  phoneWrong: 'Ce numéro semble incomplet. Exemple : 06\u00a039\u00a098\u00a001\u00a023.',
  email: 'Adresse e-mail',
  emailExample: 'prenom@exemple.fr',
  emailWrong: 'Cette adresse semble incomplète. Exemple : prenom@exemple.fr.',
  consent: (merchant: string, kind: 'phone' | 'email') =>
    `Je veux recevoir les nouveautés et les offres de ${merchant} ${kind === 'phone' ? 'par SMS' : 'par e-mail'}.`,
  consentHint: 'Facultatif. Vous pourrez changer d’avis à tout moment ; la carte n’en dépend pas.',
  optional: 'facultatif',
  sponsor: 'Quelqu’un vous envoie ?',
  sponsorHint: (units: string) =>
    `Le numéro de sa carte : vous recevez ${units} à votre premier passage, et la personne aussi sa part.`,
  terms: 'J’accepte les conditions du programme.',
  termsMissing: 'Acceptez les conditions pour créer votre carte.',
  termsChanged: 'Les conditions viennent de changer : relisez-les, puis acceptez-les.',
  termsRead: 'Lire les conditions',
  submit: 'Créer ma carte',
  submitting: 'Création de la carte…',
  noticeShort: (merchant: string) =>
    `${merchant} utilise vos coordonnées uniquement pour tenir votre carte de fidélité.`,
  noticeMore: 'Vos données en détail',
  notice: (merchant: string, contact: string | null) =>
    [
      [
        'Qui les utilise',
        `${merchant}, responsable du traitement. L’hébergeur de Mon Carnet Client les conserve pour son compte et n’en fait aucun autre usage.`,
      ],
      [
        'Pourquoi',
        'Tenir votre carte, à votre demande : compter les tampons, remettre les récompenses, retrouver la carte. Les offres seulement si vous cochez la case.',
      ],
      ['Combien de temps', '36 mois après votre dernier passage, puis effacement.'],
      ['Avec qui', 'Personne d’autre. Elles ne sont ni vendues ni transmises.'],
      [
        'Vos droits',
        'Consulter, corriger, récupérer ou effacer vos données, vous opposer à leur usage ou le limiter, retirer votre accord aux offres.',
      ],
      [
        'Les exercer',
        contact
          ? `Écrivez à ${contact} ou demandez en caisse. Vous pouvez aussi saisir la CNIL (cnil.fr).`
          : 'Demandez en caisse. Vous pouvez aussi saisir la CNIL (cnil.fr).',
      ],
    ] as [string, string][],
};

export type JoinTexts = typeof texts;

export const fr: JoinTexts = french(texts);
